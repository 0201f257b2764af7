import { listAuditEntries } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { addApp, countRows, rereadPayment, storePayment } from "../../testing/stored-payments.ts";

const real = { now: () => new Date() };
let shift = 0;
let stage: ConsoleStage;
let requester: SignedIn;
let approver: SignedIn;
let appId: string;

beforeAll(async () => {
  const clock = { now: () => new Date(real.now().getTime() + shift) };
  stage = await openConsoleStage({ clock, changes: { APPROVAL_FROM_FEN: "1000" } });
  const rights = ["payments.read", "refunds.read", "refunds.create", "refunds.approve"] as const;
  requester = await stage.signIn(rights);
  approver = await stage.signIn(rights);
  appId = await addApp(stage);
});
afterAll(() => stage.close());

/** As the page makes one. */
const newRequestId = () => newId("rrq");

function wishFor(paymentId: string, amount: number) {
  return { payment_id: paymentId, request_id: newRequestId(), amount, reason: "cold tea" };
}

async function waitingRequest(amount = 3_000) {
  const view = await storePayment(stage, { appId });
  const wish = wishFor(view.payment.id, amount);
  const asked = (await requester.call("refunds.create", wish)).data();
  if (asked.kind !== "waiting") throw new Error(asked.kind);
  return { view, id: asked.request.id, request: asked.request };
}

const refundsOf = (paymentId: string) => countRows(stage, "refunds", `payment_id = '${paymentId}'`);

describe("refunds.create", () => {
  it("refunds below the limit at once, and once however often it is clicked", async () => {
    const view = await storePayment(stage, { appId });
    const wish = wishFor(view.payment.id, 999);
    const clicks = await Promise.all(Array.from({ length: 5 }, () => requester.call("refunds.create", wish)));
    const answers = clicks.map((click) => click.data());
    for (const answer of answers)
      expect(answer).toMatchObject({
        kind: "created",
        refund: { refund_no: wish.request_id, amount: 999, reason: "cold tea", state: "created" },
      });
    expect(new Set(answers.map((answer) => answer.refund?.id)).size).toBe(1);
    expect(await refundsOf(view.payment.id)).toBe(1);
    expect((await rereadPayment(stage, view)).payment.amountRefunded).toBe(999);
    const entries = await listAuditEntries(stage.database.connection, { subject: view.payment.id, limit: 2 });
    expect(entries.map(({ action }) => action)).toContain("refunds.create");
    const shown = (await requester.call("payments.show", { id: view.payment.id })).data();
    expect(shown).toMatchObject({ refundable: 4_001, approval_from: 1_000, refunds: [{ amount: 999 }] });
    expect(shown.timeline.map(({ kind }) => kind)).toContain("refund");
  });

  it("waits for a second person from the limit on, and moves no money before", async () => {
    const { view, request } = await waitingRequest(1_000);
    expect(request).toMatchObject({
      state: "waiting",
      amount: 1_000,
      order_no: view.payment.orderNo,
      requested_by: { id: requester.operator.id, email: requester.operator.email },
      decided_by: null,
      refund_id: null,
    });
    expect(await refundsOf(view.payment.id)).toBe(0);
    expect((await rereadPayment(stage, view)).payment.amountRefunded).toBe(0);
    const shown = (await requester.call("payments.show", { id: view.payment.id })).data();
    expect(shown.refund_requests).toEqual([request]);
  });

  it("is refused for too much, for what is not paid, for a number of something else, and without rights", async () => {
    const { payment } = await storePayment(stage, { appId });
    const codeOf = async (wish: object, who = requester) =>
      (await who.call("refunds.create", { ...wishFor(payment.id, 10), ...wish })).problem();
    expect(await codeOf({ amount: 5_001 })).toMatchObject({
      code: "refund_exceeds_balance",
      errors: [{ path: "amount", message: "must be at most 5000 fen" }],
    });
    expect(await codeOf({ payment_id: "pay_none" })).toMatchObject({ code: "not_found" });
    for (const bad of [{ amount: 0 }, { amount: 1.5 }, { reason: "" }, { request_id: "rrq_1" }, { x: 1 }])
      expect(await codeOf(bad)).toMatchObject({ code: "invalid_request" });
    const unpaid = await storePayment(stage, {
      appId,
      payment: { status: "closed" },
      attempt: { state: "closed" },
    });
    expect(await codeOf({ payment_id: unpaid.payment.id })).toMatchObject({ code: "payment_not_succeeded" });
    const used = wishFor(payment.id, 10);
    await requester.call("refunds.create", used);
    expect(await codeOf({ ...used, amount: 11 })).toMatchObject({ code: "refund_no_conflict" });
    const looker = await stage.signIn(["payments.read", "refunds.read", "refunds.approve"]);
    expect(await codeOf({}, looker)).toMatchObject({ code: "not_permitted" });
    expect(await refundsOf(payment.id)).toBe(1);
  });
});

describe("a second person", () => {
  it("agrees and the refund is made; whoever asked cannot, and two at once make one", async () => {
    const { view, id } = await waitingRequest();
    expect((await requester.call("refund_requests.approve", { id })).problem().code).toBe("not_permitted");
    expect(await refundsOf(view.payment.id)).toBe(0);
    const third = await stage.signIn(["refunds.approve"]);
    const both = await Promise.all(
      [approver, third].map((one) => one.call("refund_requests.approve", { id })),
    );
    expect(both.map(({ status }) => status).toSorted((one, next) => one - next)).toEqual([200, 409]);
    const winner = both[0]?.status === 200 ? approver : third;
    const again = (await winner.call("refund_requests.approve", { id })).data();
    expect(again).toMatchObject({
      request: { state: "approved", decided_by: { id: winner.operator.id } },
      refund: { refund_no: id, amount: 3_000 },
    });
    expect(await refundsOf(view.payment.id)).toBe(1);
    expect((await rereadPayment(stage, view)).payment.amountRefunded).toBe(3_000);
    const entries = await listAuditEntries(stage.database.connection, { subject: id, limit: 20 });
    expect(new Set(entries.map(({ phase }) => phase))).toEqual(new Set(["asked", "done", "refused"]));
  });

  it("does not agree, with a reason that the audit and the request keep; then nobody can agree any more", async () => {
    const { view, id } = await waitingRequest();
    const rejected = await approver.call("refund_requests.reject", { id, reason: "paid in cash" });
    const kept = {
      id,
      state: "rejected",
      decided_by: { id: approver.operator.id },
      decision_reason: "paid in cash",
    };
    expect(rejected.data()).toMatchObject(kept);
    const listed = (await requester.call("refund_requests.list", { state: "rejected" })).data();
    expect(listed.rows).toContainEqual(expect.objectContaining({ id, decision_reason: "paid in cash" }));
    const shown = (await requester.call("payments.show", { id: view.payment.id })).data();
    expect(shown.refund_requests).toMatchObject([kept]);
    const third = await stage.signIn(["refunds.approve"]);
    expect((await third.call("refund_requests.approve", { id })).problem().code).toBe("conflict");
    const late = await third.call("refund_requests.reject", { id, reason: "no" });
    expect(late.problem().code).toBe("conflict");
    const asked = await listAuditEntries(stage.database.connection, { subject: id, limit: 20 });
    expect(asked.map(({ details }) => details).join()).toContain("paid in cash");
    expect(await refundsOf(view.payment.id)).toBe(0);
    const none = { id: "rrq_none" };
    expect((await approver.call("refund_requests.approve", none)).problem().code).toBe("not_found");
    const wish = { ...none, reason: "none" };
    expect((await approver.call("refund_requests.reject", wish)).problem().code).toBe("not_found");
    expect((await approver.call("refund_requests.reject", { id, reason: " " })).problem().code).toBe(
      "invalid_request",
    );
  });

  it("sees what waits, page by page, and what was decided", async () => {
    const made = [await waitingRequest(), await waitingRequest(), await waitingRequest()];
    const first = (await approver.call("refund_requests.list", { limit: "2" })).data();
    const next = first.next ?? "";
    const second = (await approver.call("refund_requests.list", { limit: "2", after: next })).data();
    const ids = [...first.rows, ...second.rows].map(({ id }) => id);
    expect(ids.slice(0, 3)).toEqual(made.map(({ id }) => id).toReversed());
    await approver.call("refund_requests.approve", { id: ids[0] });
    const waits = (await approver.call("refund_requests.list", {})).data().rows.map(({ id }) => id);
    expect(waits).not.toContain(ids[0]);
    const approved = (await approver.call("refund_requests.list", { state: "approved" })).data();
    expect(approved.rows.map(({ id }) => id)).toContain(ids[0]);
  });

  it("is not needed to take back what one has asked for, with a reason or without", async () => {
    const { view, id } = await waitingRequest();
    const mine = await stage.signIn(["refunds.create"]);
    const withdraw = (who: SignedIn, more: object = {}) =>
      who.call("refund_requests.withdraw", { id, ...more });
    expect((await withdraw(mine)).problem()).toMatchObject({
      code: "not_permitted",
      detail: "only who has asked for it can withdraw it; others reject it",
    });
    expect((await withdraw(requester, { reason: "x".repeat(256) })).problem().code).toBe("invalid_request");
    const taken = (await withdraw(requester, { reason: "<b>twice</b>" })).data();
    expect(taken).toMatchObject({ state: "withdrawn", decision_reason: "<b>twice</b>" });
    expect((await approver.call("refund_requests.approve", { id })).problem().code).toBe("conflict");
    expect(await refundsOf(view.payment.id)).toBe(0);
    const listed = (await requester.call("refund_requests.list", { state: "withdrawn" })).data().rows;
    expect(listed).toMatchObject([{ id, decided_by: { id: requester.operator.id } }]);

    const wish = wishFor(view.payment.id, 2_000);
    const own = (await mine.call("refunds.create", wish)).data().request;
    const without = await mine.call("refund_requests.withdraw", { id: own?.id ?? "" });
    expect(without.data()).toMatchObject({ state: "withdrawn", decision_reason: null });
    expect((await mine.call("refunds.create", wish)).problem().code).toBe("conflict");
    const acts = await auditOf(stage, { subject: own?.id ?? "", action: "refund_requests.withdraw" });
    expect(acts.map(({ phase }) => phase)).toEqual(["asked", "done"]);
    expect((await mine.call("settle_requests.withdraw", { id })).problem().code).toBe("not_permitted");
  });

  it("gives the second factor again first, like whoever asks", async () => {
    const { id, view } = await waitingRequest();
    shift = 301_000;
    try {
      expect((await approver.call("refund_requests.approve", { id })).problem().code).toBe(
        "step_up_required",
      );
      const wish = wishFor(view.payment.id, 10);
      expect((await requester.call("refunds.create", wish)).problem().code).toBe("step_up_required");
    } finally {
      shift = 0;
    }
    expect(await refundsOf(view.payment.id)).toBe(0);
  });
});
