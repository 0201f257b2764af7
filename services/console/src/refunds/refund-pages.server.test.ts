import { findRefund, insertRefunds, listRefundsNewestFirst, type RefundRow } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { addApp, storePayment } from "../../testing/stored-payments.ts";

let stage: ConsoleStage;
let requester: SignedIn;
let settler: SignedIn;
let mover: SignedIn;
let appId: string;

beforeAll(async () => {
  stage = await openConsoleStage();
  requester = await stage.signIn(["payments.read", "refunds.read", "refunds.create"]);
  settler = await stage.signIn(["refunds.read", "refunds.settle"]);
  mover = await stage.signIn(["refunds.act"]);
  appId = await addApp(stage);
});
afterAll(() => stage.close());

async function rereadRefunds(paymentId: string) {
  const rows = await listRefundsNewestFirst(stage.database.connection, {
    only: { appIds: [appId] },
    limit: 500,
  });
  return rows.filter((row) => row.paymentId === paymentId);
}

async function storeRefund(change: Partial<RefundRow>): Promise<RefundRow> {
  const { payment, attempt } = await storePayment(stage, { appId });
  const wish = { payment_id: payment.id, request_id: newId("rrq"), amount: 10, reason: "cold tea" };
  const made = (await requester.call("refunds.create", wish)).data();
  const view = await findRefund(stage.database.connection, made.refund?.id ?? "");
  if (view === null) throw new Error("the refund was not stored");
  const row = {
    ...view.refund,
    id: newId("rfd"),
    refundNo: newId("rrq"),
    attemptId: attempt.id,
    ...change,
  };
  await insertRefunds(stage.database.connection, [row]);
  return row;
}

describe("refunds", () => {
  it("are listed by state, by app or all, and what no index answers is refused", async () => {
    const stuck = await storeRefund({ state: "abnormal" });
    const idsOf = async (filter: object) =>
      (await settler.call("refunds.list", filter)).data().rows.map(({ id }) => id);
    expect(await idsOf({ state: "abnormal" })).toEqual([stuck.id]);
    expect(await idsOf({ state: "failed" })).toEqual([]);
    const elsewhere = await storeRefund({ channelAccountId: "acc_elsewhere" });
    const account_id = "acc_elsewhere";
    expect(await idsOf({ account_id })).toEqual([elsewhere.id]);
    expect(await idsOf({ account_id, state: elsewhere.state })).toEqual([elsewhere.id]);
    expect(await idsOf({ account_id, state: "abnormal" })).toEqual([]);
    expect(await idsOf({ account_id, created_before: "2020-01-01T00:00:00Z" })).toEqual([]);
    expect(await idsOf({ limit: "100" })).toContain(stuck.id);
    expect(await idsOf({ app_id: appId, live: "true" })).toEqual([]);
    expect(await idsOf({ live: "false", limit: "100" })).toContain(stuck.id);
    const first = (await settler.call("refunds.list", { limit: "1" })).data();
    const after = first.next ?? "";
    expect((await settler.call("refunds.list", { limit: "1", after })).data().rows).not.toEqual(first.rows);
    for (const bad of [
      { state: "abnormal", app_id: appId },
      { state: "abnormal", live: "true" },
      { account_id, app_id: appId },
      { account_id, live: "false" },
      { after: "x" },
    ] as const)
      expect((await settler.call("refunds.list", bad)).problem().code).toBe("invalid_request");
  });

  it("are shown with their payment and what happened to them alone", async () => {
    const refund = await storeRefund({ reason: "<b>cold</b>" });
    const shown = (await settler.call("refunds.show", { id: refund.id })).data();
    expect(shown).toMatchObject({ refund: { id: refund.id, reason: "<b>cold</b>" }, subject: "Tea" });
    expect(shown.timeline.map(({ subject }) => subject)).toEqual([refund.id]);
    expect((await settler.call("refunds.show", { id: "rfd_none" })).problem().code).toBe("not_found");
  });

  it("are due at once when somebody wants it, unless they have ended", async () => {
    const refund = await storeRefund({ state: "submitted", dueAt: new Date("2099-01-01T00:00:00Z") });
    const taken = (await rereadRefunds(refund.paymentId)).map(({ id, amount }) => [id, amount]);
    expect((await mover.call("refunds.retry", { id: refund.id })).status).toBe(200);
    const view = await findRefund(stage.database.connection, refund.id);
    // Under its own number: no other refund, and nothing more of the payment's balance.
    expect((await rereadRefunds(refund.paymentId)).map(({ id, amount }) => [id, amount])).toEqual(taken);
    expect(view?.payment.amountRefunded).toBe(10);
    expect(Number(view?.refund.dueAt)).toBeLessThanOrEqual(Date.now());
    expect(view?.refund.state).toBe("submitted");
    const ended = await storeRefund({ state: "succeeded", dueAt: null });
    expect((await mover.call("refunds.retry", { id: ended.id })).problem().code).toBe("conflict");
    expect((await mover.call("refunds.retry", { id: "rfd_none" })).problem().code).toBe("not_found");
    for (const other of [requester, settler])
      expect((await other.call("refunds.retry", { id: refund.id })).problem().code).toBe("not_permitted");
    const acts = await auditOf(stage, { action: "refunds.retry", subject: refund.id });
    expect(acts.filter(({ phase }) => phase === "done")).toHaveLength(1);
  });
});
