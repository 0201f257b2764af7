import type { AbnormalRefundPayout } from "@compose-pay/channels";
import { findRefundRequest, insertOperator, type RefundView, updateOperator } from "@compose-pay/database";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { abnormalRefund, callsOf, openSettleStage, type SettleStage } from "../../testing/abnormal-refund.ts";
import { operatorRow } from "../../testing/operator-rows.ts";
import { count } from "../../testing/payment-fixture.ts";
import { recordOf, rereadRefund } from "../../testing/refund-fixture.ts";
import { openSetUp, type SetUpFixture } from "../../testing/set-up-fixture.ts";
import { approveSettlement, mostFailedTries } from "./approve-settlement.ts";
import { rejectRefundRequest, withdrawRefundRequest } from "./end-refund-request.ts";
import type { CardPayout } from "./payout-digest.ts";
import { needsSecondPerson, requestSettlement } from "./request-settlement.ts";

const card: CardPayout = {
  to: "customer_card",
  bankType: "ICBC_DEBIT",
  bankAccount: "6222020200112233",
  realName: "Wang Fang",
};
const otherCard: CardPayout = { ...card, bankAccount: "6222020200112244" };

let fixture: SetUpFixture;
let stage: SettleStage;

beforeAll(async () => {
  fixture = await openSetUp();
  stage = await openSettleStage(fixture);
  for (const id of ["opr_one", "opr_gone"])
    await insertOperator(fixture.deps.database.connection, operatorRow(id));
});
afterEach(() => stage.answerBy(null));
afterAll(async () => {
  await stage.close();
  await fixture.close();
});

/** Says where the money goes, with a limit of 300. */
function ask(
  { refund }: RefundView,
  payout: AbnormalRefundPayout = card,
  { operatorId = "opr_one", approvalFromFen = 300 } = {},
) {
  const deps = { ...fixture.deps, ...stage.deps, approvalFromFen };
  return requestSettlement(deps, { refundId: refund.id, payout, operatorId, traceId: "trace" });
}

const approve = (id: string, operatorId = "opr_two", payout = card) =>
  approveSettlement({ ...fixture.deps, ...stage.deps }, { id, operatorId, payout, traceId: "trace" });
const reject = (id: string, operatorId: string) =>
  rejectRefundRequest(fixture.deps, { id, operatorId, reason: "no" });
const stateOf = async ({ refund }: RefundView) => (await rereadRefund(fixture, refund.id)).refund.state;

async function requestOf(id: string) {
  const row = await findRefundRequest(fixture.deps.database.connection, id);
  if (row === null) throw new Error(`there is no request ${id}`);
  return row;
}

async function waiting(orderNo: string, operatorId = "opr_one") {
  const view = await abnormalRefund(fixture, orderNo);
  const asked = await ask(view, card, { operatorId });
  if (asked.kind !== "waiting") throw new Error(asked.kind);
  return { view, id: asked.request.id };
}

describe("saying where the money of an abnormal refund goes", () => {
  it("needs one person below the limit, or for the merchant's own account", async () => {
    const small = await abnormalRefund(fixture, "small", 299);
    expect(await ask(small)).toMatchObject({ kind: "taken", view: { refund: { state: "succeeded" } } });
    const large = await abnormalRefund(fixture, "large", 500);
    expect(await ask(large, { to: "merchant" })).toMatchObject({ kind: "taken" });
    expect([await callsOf(fixture, small), await callsOf(fixture, large)]).toEqual([1, 1]);
    expect(await count(fixture, "refund_requests")).toBe(0);
  });

  it("waits for a second person from the limit on; of the card nothing can be read anywhere", async () => {
    const view = await abnormalRefund(fixture, "waits", 300);
    const asked = await ask(view);
    if (asked.kind !== "waiting") throw new Error(asked.kind);
    expect(asked.request).toMatchObject({
      kind: "settle",
      state: "waiting",
      amount: 300,
      refundId: view.refund.id,
      bankType: "ICBC_DEBIT",
      cardEndsIn: "2233",
    });
    expect([await stateOf(view), await callsOf(fixture, view)]).toEqual(["abnormal", 0]);
    const all = await fixture.readAllText();
    expect(all).toContain(asked.request.id);
    for (const secret of [card.bankAccount, card.realName])
      for (const form of ["utf8", "base64", "hex"] as const)
        expect(all).not.toContain(Buffer.from(secret).toString(form));
  });

  it("is asked for once, and another card waits until that is decided", async () => {
    const { view, id } = await waiting("once");
    expect(await ask(view)).toMatchObject({ kind: "waiting", request: { id } });
    expect(await ask(view, otherCard)).toMatchObject({ kind: "another_waits", request: { id } });
    expect(await ask(view, card, { operatorId: "opr_two" })).toMatchObject({ kind: "another_waits" });
    await reject(id, "opr_two");
    expect(await ask(view, otherCard)).toMatchObject({ kind: "waiting" });
    const crowd = await abnormalRefund(fixture, "crowd-asks");
    const asked = await Promise.all(Array.from({ length: 8 }, () => ask(crowd)));
    expect(asked.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => "waiting"));
    expect(await count(fixture, "refund_requests", `refund_id = '${crowd.refund.id}'`)).toBe(1);
  });

  it("is refused for what is not abnormal or not there", async () => {
    const view = await abnormalRefund(fixture, "resumed");
    await recordOf(fixture, view, { type: "resumed" });
    expect(await ask(view)).toMatchObject({ kind: "not_abnormal" });
    const none = { ...view, refund: { ...view.refund, id: "rfd_none" } };
    expect(await ask(none)).toEqual({ kind: "refund_unknown" });
  });

  it("looks at the sum of the payment's refunds, and at a refund that is beside it", async () => {
    const { refund, payment } = await abnormalRefund(fixture, "sums", 100);
    const needs = (amountRefunded: number, amount: number) =>
      needsSecondPerson({ refund: { ...refund, amount }, payment: { ...payment, amountRefunded } }, 300);
    expect([needs(299, 100), needs(300, 1), needs(0, 299), needs(0, 300)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
});

describe("a second person", () => {
  it("enters the same card, and the channel is called by that; nothing of the card is kept after it", async () => {
    const { view, id } = await waiting("agreed");
    expect(await approve(id, "opr_one")).toEqual({ kind: "same_person" });
    expect(await callsOf(fixture, view)).toBe(0);
    expect(await approve(id)).toMatchObject({
      kind: "called",
      request: { state: "approved", decidedBy: "opr_two" },
      settlement: { kind: "taken", view: { refund: { state: "succeeded" } } },
    });
    expect(await requestOf(id)).toMatchObject({ state: "approved", payoutKey: null, payoutDigest: null });
    expect(await approve(id)).toMatchObject({ kind: "already_decided" });
    expect(await callsOf(fixture, view)).toBe(1);
    expect(await approve("rrq_none")).toEqual({ kind: "request_unknown" });
  });

  it("is one of many at once, and the channel is called once", async () => {
    const { view, id } = await waiting("crowd");
    const kinds = (
      await Promise.all(Array.from({ length: 8 }, (_, index) => approve(id, `opr_crowd_${index % 4}`)))
    ).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "called")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "already_decided")).toHaveLength(7);
    expect(await callsOf(fixture, view)).toBe(1);
  });

  it("who enters another card is told so, a few times, and then it has lapsed", async () => {
    const { view, id } = await waiting("differs");
    for (const [tried, other] of [
      otherCard,
      { ...card, bankType: "CMB_DEBIT" },
      { ...card, realName: "Wang Feng" },
    ].entries())
      expect(await approve(id, "opr_two", other)).toEqual({
        kind: "destination_differs",
        left: mostFailedTries - 1 - tried,
      });
    expect(await requestOf(id)).toMatchObject({ state: "waiting", failedTries: 3 });
    const rest = await Promise.all(Array.from({ length: 6 }, () => approve(id, "opr_three", otherCard)));
    expect(rest.filter(({ kind }) => kind === "destination_differs")).toHaveLength(2);
    expect(rest.filter(({ kind }) => kind === "already_decided")).toHaveLength(4);
    expect(await requestOf(id)).toMatchObject({
      state: "lapsed",
      decidedBy: null,
      decisionReason: "destination_differs",
      failedTries: mostFailedTries,
      payoutDigest: null,
    });
    expect(await approve(id)).toMatchObject({ kind: "already_decided" });
    expect([await stateOf(view), await callsOf(fixture, view)]).toEqual(["abnormal", 0]);
    expect(await ask(view)).toMatchObject({ kind: "waiting" });
  });

  it("cannot agree to what somebody wanted who is disabled since; it can be rejected", async () => {
    const { view, id } = await waiting("disabled", "opr_gone");
    await updateOperator(fixture.deps.database.connection, "opr_gone", { state: "disabled" });
    expect(await approve(id)).toEqual({ kind: "requester_disabled" });
    expect(await callsOf(fixture, view)).toBe(0);
    expect(await reject(id, "opr_two")).toMatchObject({ kind: "ended" });
  });

  it("and one who does not agree at the same time come to one decision", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { view, id } = await waiting(`against-${round}`);
      const [approval, rejection] = await Promise.all([approve(id), reject(id, "opr_three")]);
      const isCalled = approval.kind === "called";
      expect(rejection.kind).toBe(isCalled ? "already_decided" : "ended");
      expect(await callsOf(fixture, view)).toBe(isCalled ? 1 : 0);
    }
  });

  it("does not withdraw it; whoever has asked does, and only as what it is", async () => {
    const { view, id } = await waiting("withdrawn");
    const withdraw = (operatorId: string, kind: "settle" | "refund") =>
      withdrawRefundRequest(fixture.deps, { id, operatorId, kind, reason: null });
    expect(await withdraw("opr_two", "settle")).toEqual({ kind: "not_own" });
    expect(await withdraw("opr_one", "refund")).toEqual({ kind: "request_unknown" });
    expect(await withdraw("opr_one", "settle")).toMatchObject({ kind: "ended" });
    expect(await requestOf(id)).toMatchObject({ state: "withdrawn", payoutKey: null });
    expect(await approve(id)).toMatchObject({ kind: "already_decided" });
    expect(await callsOf(fixture, view)).toBe(0);
  });
});

describe("a request whose refund is abnormal no more", () => {
  it("lapses with it, and only it does", async () => {
    const [gone, stays] = [await waiting("gone"), await waiting("stays")];
    await recordOf(fixture, gone.view, { type: "resumed" });
    expect(await requestOf(gone.id)).toMatchObject({
      state: "lapsed",
      decisionReason: "refund_not_abnormal",
      payoutKey: null,
    });
    expect(await approve(gone.id)).toMatchObject({ kind: "already_decided", request: { state: "lapsed" } });
    expect(await callsOf(fixture, gone.view)).toBe(0);
    expect(await requestOf(stays.id)).toMatchObject({ state: "waiting" });
  });

  it("lapses when somebody agrees, where a service of before has moved it on", async () => {
    const { view, id } = await waiting("moved-on");
    await fixture.deps.database.pool.query(
      `UPDATE refunds SET state = 'processing' WHERE id = '${view.refund.id}'`,
    );
    expect(await approve(id)).toMatchObject({ kind: "already_decided", request: { state: "lapsed" } });
    expect(await requestOf(id)).toMatchObject({ state: "lapsed", decisionReason: "refund_not_abnormal" });
    expect(await callsOf(fixture, view)).toBe(0);
  });
});

describe("a channel that was called by an agreement", () => {
  it("and has certainly done nothing leaves the request waiting, to be agreed to once more", async () => {
    const { view, id } = await waiting("throttled");
    stage.answerBy((answer) => ({ ...answer, kind: "throttled", reason: "FREQUENCY_LIMITED" }));
    expect(await approve(id)).toMatchObject({
      kind: "called",
      request: { state: "waiting", decidedBy: null },
      settlement: { kind: "not_taken", reason: "throttled" },
    });
    expect(await stateOf(view)).toBe("abnormal");
    stage.answerBy(null);
    expect(await approve(id, "opr_three")).toMatchObject({
      kind: "called",
      settlement: { kind: "taken" },
      request: { decidedBy: "opr_three" },
    });
    expect(await callsOf(fixture, view)).toBe(2);
  });

  it("and has not answered leaves it decided, and the refund is asked about at once", async () => {
    const { view, id } = await waiting("unanswered");
    stage.answerBy((answer) => ({ ...answer, kind: "unknown", reason: "timeout", detail: null }));
    expect(await approve(id)).toMatchObject({
      request: { state: "approved" },
      settlement: { kind: "unanswered", reason: "timeout" },
    });
    const { refund } = await rereadRefund(fixture, view.refund.id);
    expect([refund.state, refund.dueAt]).toEqual(["abnormal", fixture.deps.clock.now()]);
    expect(await approve(id)).toMatchObject({ kind: "already_decided" });
  });

  it("and does not do it lapses it, under the name of who agreed", async () => {
    const { view, id } = await waiting("declined");
    const failure = { code: "refund_refused", message: "no", channelCode: null, channelMessage: null } as const;
    stage.answerBy((answer) => ({ ...answer, kind: "declined", failure }));
    expect(await approve(id)).toMatchObject({ settlement: { kind: "declined" } });
    expect(await requestOf(id)).toMatchObject({
      state: "lapsed",
      decidedBy: "opr_two",
      decisionReason: "channel_declined",
    });
    expect(await stateOf(view)).toBe("abnormal");
  });

  it("and did nothing while the refund went on, or was asked for anew, leaves no request that waits", async () => {
    const [moved, anew] = [await waiting("meanwhile"), await waiting("anew")];
    stage.answerBy(async (answer) => {
      await recordOf(fixture, moved.view, { type: "resumed" });
      return { ...answer, kind: "misconfigured", reason: "no key" };
    });
    expect(await approve(moved.id)).toMatchObject({
      request: { state: "lapsed", decisionReason: "refund_not_abnormal" },
    });
    stage.answerBy(async (answer) => {
      expect(await ask(anew.view, otherCard)).toMatchObject({ kind: "waiting" });
      return { ...answer, kind: "throttled", reason: "later" };
    });
    expect(await approve(anew.id)).toMatchObject({
      request: { state: "lapsed", decisionReason: "asked_anew" },
    });
    for (const { id } of [moved, anew]) expect(await requestOf(id)).toMatchObject({ state: "lapsed" });
  });
});
