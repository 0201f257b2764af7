import { type RefundView, replaceOperatorRoles, updateOperator } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  abnormalRefund,
  callsOf,
  card,
  openSettleStage,
  otherCard,
  type SettleStage,
} from "../../testing/abnormal-refund.ts";
import { insertOperatorWhoMay } from "../../testing/operator-rows.ts";
import { count } from "../../testing/payment-fixture.ts";
import { recordOf, rereadRefund } from "../../testing/refund-fixture.ts";
import { openSetUp, type SetUpFixture } from "../../testing/set-up-fixture.ts";
import { mostFailedTries } from "./approve-settlement.ts";
import { rejectRefundRequest, withdrawRefundRequest } from "./end-refund-request.ts";
import { needsSecondPerson } from "./request-settlement.ts";

let fixture: SetUpFixture;
let stage: SettleStage;

beforeAll(async () => {
  fixture = await openSetUp();
  stage = await openSettleStage(fixture);
  for (const id of ["opr_one", "opr_gone", "opr_moved"])
    await insertOperatorWhoMay(fixture.deps.database.connection, id, ["refunds.settle"]);
});
const connectionOf = () => fixture.deps.database.connection;
afterAll(async () => {
  await stage.close();
  await fixture.close();
});

const reject = (id: string, operatorId: string) =>
  rejectRefundRequest(fixture.deps, { id, operatorId, reason: "no" });
const stateOf = async ({ refund }: RefundView) => (await rereadRefund(fixture, refund.id)).refund.state;

describe("saying where the money of an abnormal refund goes", () => {
  it("needs one person below the limit, or for the merchant's own account", async () => {
    const small = await abnormalRefund(fixture, "small", 299);
    expect(await stage.ask(small)).toMatchObject({ kind: "taken", view: { refund: { state: "succeeded" } } });
    const large = await abnormalRefund(fixture, "large", 500);
    expect(await stage.ask(large, { to: "merchant" })).toMatchObject({ kind: "taken" });
    expect([await callsOf(fixture, small), await callsOf(fixture, large)]).toEqual([1, 1]);
    expect(await count(fixture, "refund_requests")).toBe(0);
  });

  it("waits for a second person from the limit on; of the card nothing can be read anywhere", async () => {
    const view = await abnormalRefund(fixture, "waits", 300);
    const asked = await stage.ask(view);
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
    const { view, id } = await stage.waiting("once");
    expect(await stage.ask(view)).toMatchObject({ kind: "waiting", request: { id } });
    expect(await stage.ask(view, otherCard)).toMatchObject({ kind: "another_waits", request: { id } });
    expect(await stage.ask(view, card, "opr_two")).toMatchObject({ kind: "another_waits" });
    await reject(id, "opr_two");
    expect(await stage.ask(view, otherCard)).toMatchObject({ kind: "waiting" });
    const crowd = await abnormalRefund(fixture, "crowd-asks");
    const asked = await Promise.all(Array.from({ length: 8 }, () => stage.ask(crowd)));
    expect(asked.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => "waiting"));
    expect(await count(fixture, "refund_requests", `refund_id = '${crowd.refund.id}'`)).toBe(1);
  });

  it("is refused for what is not abnormal or not there", async () => {
    const view = await abnormalRefund(fixture, "resumed");
    await recordOf(fixture, view, { type: "resumed" });
    expect(await stage.ask(view)).toMatchObject({ kind: "not_abnormal" });
    const none = { ...view, refund: { ...view.refund, id: "rfd_none" } };
    expect(await stage.ask(none)).toEqual({ kind: "refund_unknown" });
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
    const { view, id } = await stage.waiting("agreed");
    expect(await stage.approve(id, "opr_one")).toEqual({ kind: "same_person" });
    expect(await callsOf(fixture, view)).toBe(0);
    expect(await stage.approve(id)).toMatchObject({
      kind: "called",
      request: { state: "approved", decidedBy: "opr_two" },
      settlement: { kind: "taken", view: { refund: { state: "succeeded" } } },
    });
    expect(await stage.requestOf(id)).toMatchObject({
      state: "approved",
      payoutKey: null,
      payoutDigest: null,
    });
    expect(await stage.approve(id)).toMatchObject({ kind: "already_decided" });
    expect(await callsOf(fixture, view)).toBe(1);
    expect(await stage.approve("rrq_none")).toEqual({ kind: "request_unknown" });
  });

  it("is one of many at once, and the channel is called once", async () => {
    const { view, id } = await stage.waiting("crowd");
    const kinds = (
      await Promise.all(Array.from({ length: 8 }, (_, index) => stage.approve(id, `opr_crowd_${index % 4}`)))
    ).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "called")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "already_decided")).toHaveLength(7);
    expect(await callsOf(fixture, view)).toBe(1);
  });

  it("who enters another card is told so, a few times, and then it has lapsed", async () => {
    const { view, id } = await stage.waiting("differs");
    for (const [tried, other] of [
      otherCard,
      { ...card, bankType: "CMB_DEBIT" },
      { ...card, realName: "Wang Feng" },
    ].entries())
      expect(await stage.approve(id, "opr_two", other)).toEqual({
        kind: "destination_differs",
        left: mostFailedTries - 1 - tried,
      });
    expect(await stage.requestOf(id)).toMatchObject({ state: "waiting", failedTries: 3 });
    const rest = await Promise.all(
      Array.from({ length: 6 }, () => stage.approve(id, "opr_three", otherCard)),
    );
    expect(rest.filter(({ kind }) => kind === "destination_differs")).toHaveLength(2);
    expect(rest.filter(({ kind }) => kind === "already_decided")).toHaveLength(4);
    expect(await stage.requestOf(id)).toMatchObject({
      state: "lapsed",
      decidedBy: null,
      decisionReason: "destination_differs",
      failedTries: mostFailedTries,
      payoutDigest: null,
    });
    expect(await stage.approve(id)).toMatchObject({ kind: "already_decided" });
    expect([await stateOf(view), await callsOf(fixture, view)]).toEqual(["abnormal", 0]);
    expect(await stage.ask(view)).toMatchObject({ kind: "waiting" });
  });

  it.each([
    ["is disabled", "opr_gone", (id: string) => updateOperator(connectionOf(), id, { state: "disabled" })],
    ["may not settle", "opr_moved", (id: string) => replaceOperatorRoles(connectionOf(), id, [])],
  ])("cannot agree to what somebody wanted who %s since; it can be rejected", async (_, operatorId, end) => {
    const { view, id } = await stage.waiting(operatorId, operatorId);
    await end(operatorId);
    expect(await stage.approve(id)).toEqual({ kind: "requester_disabled" });
    expect(await callsOf(fixture, view)).toBe(0);
    expect(await reject(id, "opr_two")).toMatchObject({ kind: "ended" });
  });

  it("and one who does not agree at the same time come to one decision", async () => {
    for (let round = 0; round < 10; round += 1) {
      const { view, id } = await stage.waiting(`against-${round}`);
      const [approval, rejection] = await Promise.all([stage.approve(id), reject(id, "opr_three")]);
      const isCalled = approval.kind === "called";
      expect(rejection.kind).toBe(isCalled ? "already_decided" : "ended");
      expect(await callsOf(fixture, view)).toBe(isCalled ? 1 : 0);
    }
  });

  it("does not withdraw it; whoever has asked does, and only as what it is", async () => {
    const { view, id } = await stage.waiting("withdrawn");
    const withdraw = (operatorId: string, kind: "settle" | "refund") =>
      withdrawRefundRequest(fixture.deps, { id, operatorId, kind, reason: null });
    expect(await withdraw("opr_two", "settle")).toEqual({ kind: "not_own" });
    expect(await withdraw("opr_one", "refund")).toEqual({ kind: "request_unknown" });
    expect(await withdraw("opr_one", "settle")).toMatchObject({ kind: "ended" });
    expect(await stage.requestOf(id)).toMatchObject({ state: "withdrawn", payoutKey: null });
    expect(await stage.approve(id)).toMatchObject({ kind: "already_decided" });
    expect(await callsOf(fixture, view)).toBe(0);
  });
});

describe("a request whose refund is abnormal no more", () => {
  it("lapses with it, and only it does", async () => {
    const [gone, stays] = [await stage.waiting("gone"), await stage.waiting("stays")];
    await recordOf(fixture, gone.view, { type: "resumed" });
    expect(await stage.requestOf(gone.id)).toMatchObject({
      state: "lapsed",
      decisionReason: "refund_not_abnormal",
      payoutKey: null,
    });
    expect(await stage.approve(gone.id)).toMatchObject({
      kind: "already_decided",
      request: { state: "lapsed" },
    });
    expect(await callsOf(fixture, gone.view)).toBe(0);
    expect(await stage.requestOf(stays.id)).toMatchObject({ state: "waiting" });
  });

  it("lapses when somebody agrees, where a service of before has moved it on", async () => {
    const { view, id } = await stage.waiting("moved-on");
    await fixture.deps.database.pool.query(
      `UPDATE refunds SET state = 'processing' WHERE id = '${view.refund.id}'`,
    );
    expect(await stage.approve(id)).toMatchObject({ kind: "already_decided", request: { state: "lapsed" } });
    expect(await stage.requestOf(id)).toMatchObject({
      state: "lapsed",
      decisionReason: "refund_not_abnormal",
    });
    expect(await callsOf(fixture, view)).toBe(0);
  });
});
