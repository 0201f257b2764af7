import {
  findRefundRequest,
  type PaymentView,
  replaceOperatorRoles,
  updateOperator,
} from "@compose-pay/database";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertOperatorWhoMay } from "../../testing/operator-rows.ts";
import { count, reread, storedPayment } from "../../testing/payment-fixture.ts";
import { askForRefund, paidPayment, rereadRefund } from "../../testing/refund-fixture.ts";
import { sessionThatInserts } from "../../testing/session-that-inserts.ts";
import { openSetUp, type SetUpFixture } from "../../testing/set-up-fixture.ts";
import { approveRefundRequest } from "./approve-refund-request.ts";
import { rejectRefundRequest, withdrawRefundRequest } from "./end-refund-request.ts";
import { type RefundWish, requestRefund } from "./request-refund.ts";

let fixture: SetUpFixture;
let ids = 0;

beforeAll(async () => {
  fixture = await openSetUp();
  for (const id of ["opr_one", "opr_gone", "opr_moved"])
    await insertOperatorWhoMay(connectionOf(), id, ["refunds.create"]);
});
afterAll(() => fixture.close());

const connectionOf = () => fixture.deps.database.connection;
const newRequestId = () => `rrq_${String((ids += 1)).padStart(26, "0")}`;

/** Asks for a refund of a payment of 500, with a limit of 300. */
function ask(
  { payment }: Pick<PaymentView, "payment">,
  wish: Partial<RefundWish> & Pick<RefundWish, "id" | "amount">,
) {
  const asking = { ...fixture.deps, approvalFromFen: 300 };
  const usual = { paymentId: payment.id, reason: "cold tea", operatorId: "opr_one", traceId: "trace" };
  return requestRefund(asking, { ...usual, isAnother: false, ...wish });
}

const approve = (id: string, operatorId: string) =>
  approveRefundRequest(fixture.deps, { id, operatorId, traceId: "trace" });
const reject = (id: string, operatorId: string, reason = "no") =>
  rejectRefundRequest(fixture.deps, { id, operatorId, reason });
const withdraw = (id: string, operatorId: string, reason: string | null = null) =>
  withdrawRefundRequest(fixture.deps, { id, operatorId, reason, kind: "refund" });
const refundsOf = ({ payment }: PaymentView) => count(fixture, "refunds", `payment_id = '${payment.id}'`);
const requestsOf = ({ payment }: PaymentView) =>
  count(fixture, "refund_requests", `payment_id = '${payment.id}'`);

async function waiting(orderNo: string, amount = 400) {
  const view = await paidPayment(fixture, orderNo);
  const id = newRequestId();
  expect(await ask(view, { id, amount })).toMatchObject({ kind: "waiting", request: { state: "waiting" } });
  return { view, id };
}

describe("asking for a refund", () => {
  it("makes it at once below the limit, with its message, and waits for a second person from it on", async () => {
    const small = await paidPayment(fixture, "small");
    const id = newRequestId();
    const made = await ask(small, { id, amount: 299 });
    expect(made).toMatchObject({
      kind: "created",
      refund: { refundNo: id, amount: 299, reason: "cold tea", state: "created", kind: "merchant" },
      messages: [{ name: "channel.refund" }],
    });
    expect((await reread(fixture, "small")).payment.amountRefunded).toBe(299);
    expect(await requestsOf(small)).toBe(0);

    const { view } = await waiting("large", 300);
    expect(await refundsOf(view)).toBe(0);
    expect((await reread(fixture, "large")).payment.amountRefunded).toBe(0);
  });

  it("makes one refund of many clicks at once", async () => {
    const view = await paidPayment(fixture, "clicks");
    const id = newRequestId();
    const asked = await Promise.all(Array.from({ length: 12 }, () => ask(view, { id, amount: 200 })));
    expect(new Set(asked.map((one) => (one.kind === "created" ? one.refund.id : one.kind))).size).toBe(1);
    expect(asked.flatMap((one) => (one.kind === "created" ? one.messages : []))).toHaveLength(1);
    expect(await refundsOf(view)).toBe(1);
    expect(await requestsOf(view)).toBe(0);
    expect((await reread(fixture, "clicks")).payment.amountRefunded).toBe(200);
  });

  it("makes one request of many clicks at once", async () => {
    const view = await paidPayment(fixture, "many-requests");
    const id = newRequestId();
    const asked = await Promise.all(Array.from({ length: 12 }, () => ask(view, { id, amount: 500 })));
    expect(asked.map(({ kind }) => kind)).toEqual(Array.from({ length: 12 }, () => "waiting"));
    expect([await requestsOf(view), await refundsOf(view)]).toEqual([1, 0]);
  });

  it("needs the second person for what is cut into small ones, at once or one after the other", async () => {
    const view = await paidPayment(fixture, "cut");
    const asked = await Promise.all(
      Array.from({ length: 5 }, () => ask(view, { isAnother: true, id: newRequestId(), amount: 100 })),
    );
    expect(asked.map(({ kind }) => kind).toSorted()).toEqual([
      "created",
      "created",
      "waiting",
      "waiting",
      "waiting",
    ]);
    const more = await ask(view, { isAnother: true, id: newRequestId(), amount: 100 });
    expect(more.kind).toBe("waiting");
    expect((await reread(fixture, "cut")).payment.amountRefunded).toBe(200);
  });

  it("refuses an id that stands for something else, and what cannot be refunded", async () => {
    const view = await paidPayment(fixture, "refusals");
    const [direct, large] = [newRequestId(), newRequestId()];
    await ask(view, { id: direct, amount: 10 });
    await ask(view, { id: large, amount: 400 });
    for (const other of [{ amount: 11 }, { reason: "warm tea" }])
      expect(await ask(view, { id: direct, amount: 10, ...other })).toEqual({ kind: "conflict" });
    for (const other of [{ amount: 401 }, { reason: "warm tea" }, { operatorId: "opr_two" }])
      expect(await ask(view, { id: large, amount: 400, ...other })).toEqual({ kind: "conflict" });
    const another = await paidPayment(fixture, "refusals-2");
    expect(await ask(another, { id: large, amount: 400 })).toEqual({ kind: "conflict" });
    expect(await ask(view, { id: newRequestId(), amount: 491 })).toEqual({
      kind: "exceeds_balance",
      left: 490,
    });
    const unpaid = await storedPayment(fixture, "refusals-3");
    expect(await ask(unpaid, { id: newRequestId(), amount: 1 })).toEqual({ kind: "payment_not_succeeded" });
    expect(await ask(view, { id: newRequestId(), amount: 1, paymentId: "pay_none" })).toEqual({
      kind: "payment_unknown",
    });
    expect([await refundsOf(view), await requestsOf(view)]).toEqual([1, 1]);
  });
});

describe("a second person", () => {
  it("agrees: the refund is made under the request's number, and agreeing again makes no other", async () => {
    const { view, id } = await waiting("agreed");
    expect(await approve(id, "opr_one")).toEqual({ kind: "same_person" });
    expect(await refundsOf(view)).toBe(0);
    const approval = await approve(id, "opr_two");
    if (approval.kind !== "approved") throw new Error(approval.kind);
    expect(approval.refund).toMatchObject({ refundNo: id, amount: 400, reason: "cold tea" });
    expect(approval.messages).toHaveLength(1);
    expect(await findRefundRequest(fixture.deps.database.connection, id)).toMatchObject({
      state: "approved",
      decidedBy: "opr_two",
      refundId: approval.refund.id,
    });
    expect(await approve(id, "opr_two")).toMatchObject({
      kind: "approved",
      refund: { id: approval.refund.id },
      messages: [],
    });
    expect(await approve(id, "opr_three")).toMatchObject({ kind: "already_decided" });
    expect(await ask(view, { id, amount: 400 })).toMatchObject({
      kind: "created",
      refund: { id: approval.refund.id },
      messages: [],
    });
    expect(await refundsOf(view)).toBe(1);
    expect((await rereadRefund(fixture, approval.refund.id)).payment.amountRefunded).toBe(400);
  });

  it("is one of many at once, and the money is reserved once", async () => {
    const { view, id } = await waiting("crowd");
    const people = Array.from({ length: 8 }, (_, index) => `opr_crowd_${index}`);
    const kinds = (await Promise.all(people.map((one) => approve(id, one)))).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "approved")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "already_decided")).toHaveLength(7);
    expect(await refundsOf(view)).toBe(1);
    expect((await reread(fixture, "crowd")).payment.amountRefunded).toBe(400);
  });

  it("and one who does not agree at the same time come to one decision", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { view, id } = await waiting(`against-${round}`);
      const [approval, rejection] = await Promise.all([approve(id, "opr_two"), reject(id, "opr_three")]);
      const isApproved = approval.kind === "approved";
      expect(rejection.kind).toBe(isApproved ? "already_decided" : "ended");
      expect(await refundsOf(view)).toBe(isApproved ? 1 : 0);
      expect((await reread(fixture, `against-${round}`)).payment.amountRefunded).toBe(isApproved ? 400 : 0);
    }
  });

  it("does not agree, and that is final", async () => {
    const { view, id } = await waiting("rejected");
    expect(await reject(id, "opr_two", "paid in cash")).toMatchObject({
      kind: "ended",
      request: { state: "rejected", decidedBy: "opr_two", decisionReason: "paid in cash" },
    });
    expect(await reject(id, "opr_two", "something else")).toMatchObject({
      kind: "ended",
      request: { decisionReason: "paid in cash" },
    });
    expect(await reject(id, "opr_three")).toMatchObject({ kind: "already_decided" });
    expect(await approve(id, "opr_three")).toMatchObject({ kind: "already_decided" });
    expect(await withdraw(id, "opr_one")).toMatchObject({ kind: "already_decided" });
    expect(await ask(view, { id, amount: 400 })).toMatchObject({ kind: "ended" });
    expect(await refundsOf(view)).toBe(0);
    expect(await reject("rrq_none", "opr_two")).toEqual({ kind: "request_unknown" });
    expect(await approve("rrq_none", "opr_two")).toEqual({ kind: "request_unknown" });
  });

  it.each([
    ["is disabled", "opr_gone", (id: string) => updateOperator(connectionOf(), id, { state: "disabled" })],
    ["may ask for none", "opr_moved", (id: string) => replaceOperatorRoles(connectionOf(), id, [])],
  ])("cannot agree to what somebody wanted who %s since", async (_, operatorId, end) => {
    const view = await paidPayment(fixture, operatorId);
    const id = newRequestId();
    await ask(view, { id, amount: 400, operatorId });
    await end(operatorId);
    expect(await approve(id, "opr_two")).toEqual({ kind: "requester_disabled" });
    expect(await refundsOf(view)).toBe(0);
    expect(await reject(id, "opr_two")).toMatchObject({ kind: "ended" });
  });

  it("cannot agree to what is not left any more; it waits on", async () => {
    const { id } = await waiting("gone");
    await askForRefund(fixture, { order_no: "gone", refund_no: "of-the-merchant", amount: 200 });
    expect(await approve(id, "opr_two")).toEqual({ kind: "exceeds_balance", left: 300 });
    expect(await findRefundRequest(fixture.deps.database.connection, id)).toMatchObject({ state: "waiting" });
  });

  it("whose process dies between the refund and the decision has done nothing, and does it by agreeing again", async () => {
    const { view, id } = await waiting("killed");
    const { pool } = fixture.deps.database;
    const blocker = await pool.getConnection();
    await blocker.query("BEGIN");
    // Another refund of that number, not committed, holds the approval up behind the reserved balance.
    const other = await paidPayment(fixture, "killed-2");
    const stored = await askForRefund(fixture, {
      payment_id: other.payment.id,
      refund_no: "other",
      amount: 1,
    });
    if (stored.kind !== "created") throw new Error(stored.kind);
    await blocker.query("UPDATE refunds SET refund_no = ? WHERE id = ?", [id, stored.view.refund.id]);

    const approval = approve(id, "opr_two").then(
      ({ kind }) => kind,
      () => "died",
    );
    const victim = await waitFor(() => sessionThatInserts(fixture.deps.database, "refunds"), {
      deadlineMs: 4_000,
      what: "the approval's INSERT",
    });
    await pool.query(`KILL ${victim}`);
    expect(await approval).toBe("died");
    await blocker.query("ROLLBACK");
    blocker.release();

    expect(await findRefundRequest(fixture.deps.database.connection, id)).toMatchObject({ state: "waiting" });
    expect(await refundsOf(view)).toBe(0);
    expect((await reread(fixture, "killed")).payment.amountRefunded).toBe(0);
    expect(await approve(id, "opr_two")).toMatchObject({ kind: "approved" });
    expect(await refundsOf(view)).toBe(1);
    expect((await reread(fixture, "killed")).payment.amountRefunded).toBe(400);
  });
});

describe("whoever has asked", () => {
  it("takes it back, with a reason or without one, and nobody can agree any more", async () => {
    const { view, id } = await waiting("withdrawn");
    expect(await withdraw(id, "opr_two")).toEqual({ kind: "not_own" });
    expect(await withdraw("rrq_none", "opr_one")).toEqual({ kind: "request_unknown" });
    expect(await withdraw(id, "opr_one", "asked twice")).toMatchObject({
      kind: "ended",
      request: { state: "withdrawn", decidedBy: "opr_one", decisionReason: "asked twice" },
    });
    expect(await withdraw(id, "opr_one")).toMatchObject({ kind: "ended" });
    expect(await approve(id, "opr_two")).toMatchObject({ kind: "already_decided" });
    expect(await reject(id, "opr_two")).toMatchObject({ kind: "already_decided" });
    expect(await ask(view, { id, amount: 400 })).toMatchObject({ kind: "ended" });
    expect(await refundsOf(view)).toBe(0);
    const other = await waiting("withdrawn-2");
    expect(await withdraw(other.id, "opr_one")).toMatchObject({
      kind: "ended",
      request: { state: "withdrawn", decisionReason: null },
    });
  });

  it("and one who agrees at the same time come to one decision", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { view, id } = await waiting(`withdrawn-against-${round}`);
      const [approval, withdrawal] = await Promise.all([approve(id, "opr_two"), withdraw(id, "opr_one")]);
      const isApproved = approval.kind === "approved";
      expect(withdrawal.kind).toBe(isApproved ? "already_decided" : "ended");
      expect(await refundsOf(view)).toBe(isApproved ? 1 : 0);
    }
  });
});
