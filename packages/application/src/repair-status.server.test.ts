import { updateAttempt } from "@compose-pay/database";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { raise, raiseOfPayment, raiseOfRefund, rereadDiscrepancy } from "../testing/discrepancy-fixture.ts";
import { reread, storedPayment } from "../testing/payment-fixture.ts";
import { paid, paidPayment, recordOf, rereadRefund, storedRefund } from "../testing/refund-fixture.ts";
import { openSetUp, type SetUpFixture, setUpAt } from "../testing/set-up-fixture.ts";
import { recordFact } from "./record-facts.ts";
import { repairStatus } from "./repair-status.ts";
import { settleRepaired } from "./settle-repaired.ts";

const hour = 3_600_000;
const at = (ms: number) => new Date(setUpAt.getTime() + ms);

describe("the repair of what the channel knows more of", () => {
  let fixture: SetUpFixture;
  beforeAll(async () => {
    fixture = await openSetUp();
  });
  beforeEach(async () => {
    await fixture.deps.database.pool.query("DELETE FROM discrepancies");
  });
  afterAll(() => fixture.close());

  const repair = (now: Date) => repairStatus(fixture.deps, { limit: 10, now });
  const settle = (now: Date) => settleRepaired(fixture.deps, { limit: 10, now });
  const record = async (orderNo: string, type: "closed" | "paid") => {
    const { payment, attempt } = await reread(fixture, orderNo);
    const fact = type === "paid" ? paid(attempt.amount, attempt.id) : ({ type } as const);
    const by = { paymentId: payment.id, attemptId: attempt.id, cause: "query", traceId: "trace" };
    await recordFact(fixture.deps, { ...by, fact });
  };
  const closedPayment = async (orderNo: string) => {
    const { attempt } = await storedPayment(fixture, orderNo);
    await record(orderNo, "closed");
    await updateAttempt(
      fixture.deps.database.connection,
      { id: attempt.id, state: "closed" },
      { dueAt: null },
    );
    return reread(fixture, orderNo);
  };

  it("asks about an order once an hour, and changes nothing but its due time", async () => {
    const before = await closedPayment("hourly");
    const { id } = await raiseOfPayment(fixture, before, { type: "status_differs" });
    expect(await repair(at(0))).toEqual({ asked: 1, next: null });
    expect(await reread(fixture, "hourly")).toEqual({
      ...before,
      attempt: { ...before.attempt, dueAt: at(0) },
    });
    expect(await rereadDiscrepancy(fixture, id)).toMatchObject({
      state: "open",
      outcome: { asked: { times: 1 } },
    });
    expect(await repair(at(hour - 1))).toMatchObject({ asked: 0 });
    expect(await repair(at(hour))).toMatchObject({ asked: 1 });
    expect(await settle(at(hour))).toMatchObject({ settled: 0 });
  });

  it("leaves it to a person when the channel was asked a day long", async () => {
    const view = await closedPayment("day-long");
    await raiseOfPayment(fixture, view, { type: "status_differs" });
    let asked = 0;
    for (let hours = 0; hours < 30; hours += 1) asked += (await repair(at(hours * hour))).asked;
    expect(asked).toBe(24);
  });

  it("asks once when several workers come at the same time", async () => {
    const view = await closedPayment("several");
    await raiseOfPayment(fixture, view, { type: "missing_here", here: null });
    const rounds = await Promise.all([1, 2, 3, 4].map(() => repair(at(0))));
    expect(rounds.reduce((sum, { asked }) => sum + asked, 0)).toBe(1);
  });

  it("passes over what the channel is not ahead of, is not ours or came from no bill", async () => {
    const view = await paidPayment(fixture, "not-ahead");
    await raiseOfPayment(fixture, view, { type: "status_differs" });
    const strange = { attempt: { ...view.attempt, id: "4711" } };
    await raiseOfPayment(fixture, strange, { type: "missing_here", here: null });
    await raise(fixture, { type: "missing_here", attemptId: (await closedPayment("no-bill")).attempt.id });
    await raiseOfPayment(fixture, await closedPayment("other-type"), { type: "amount_differs" });
    expect(await repair(at(0))).toEqual({ asked: 0, next: null });
  });

  it("is settled by the late success that the life cycle makes, and names the step", async () => {
    const before = await closedPayment("late");
    const { id } = await raiseOfPayment(fixture, before, { type: "status_differs" });
    const bystander = await raiseOfPayment(fixture, await closedPayment("bystander"), {
      type: "status_differs",
    });
    await repair(at(0));
    expect(await settle(at(0))).toMatchObject({ settled: 0 });
    await record("late", "paid");
    const outcomes = await Promise.all([settle(at(1)), settle(at(1))]);
    expect(outcomes.reduce((sum, { settled }) => sum + settled, 0)).toBe(1);
    const change = { from: "closed", to: "succeeded", cause: "query", at: setUpAt.toISOString() };
    expect(await rereadDiscrepancy(fixture, id)).toMatchObject({
      state: "resolved",
      resolution: "by_itself",
      resolvedBy: null,
      resolvedAt: at(1),
      outcome: {
        asked: { times: 1 },
        done: { effect: "agreed", subject: "payment", number: before.attempt.id, amount: 100, change },
      },
    });
    expect((await rereadDiscrepancy(fixture, bystander.id)).state).toBe("open");
    expect(await settle(at(2))).toEqual({ settled: 0, next: null });
  });

  it.each([
    ["another amount", { amount: 99 }],
    ["another number of the channel", { channel_no: "4200" }],
    ["a payment that was revoked there", { status: "revoked" }],
  ] as const)("does not settle a success against %s", async (name, there) => {
    const view = await paidPayment(fixture, `against ${name}`);
    const row = await raiseOfPayment(fixture, view, { type: "status_differs", there });
    expect(await settle(at(0))).toMatchObject({ settled: 0 });
    expect(await rereadDiscrepancy(fixture, row.id)).toEqual(row);
  });

  it("asks about a refund that is under way here, and is settled once it has succeeded", async () => {
    const { payment } = await paidPayment(fixture, "refund");
    const refund = await storedRefund(fixture, { payment_id: payment.id, refund_no: "refund", amount: 100 });
    await recordOf(fixture, refund, { type: "submitting" });
    const { id } = await raiseOfRefund(fixture, refund, { type: "status_differs" });
    expect(await repair(at(0))).toMatchObject({ asked: 1 });
    expect((await rereadRefund(fixture, refund.refund.id)).refund).toMatchObject({
      state: "submitted",
      dueAt: at(0),
    });
    const money = { amount: 100, currency: "CNY" } as const;
    const done = { type: "succeeded", money, channelRefundNo: "503", succeededAt: at(1) } as const;
    await recordOf(fixture, refund, done);
    expect(await settle(at(2))).toMatchObject({ settled: 1 });
    const change = { from: "submitted", to: "succeeded" };
    expect(await rereadDiscrepancy(fixture, id)).toMatchObject({
      outcome: { done: { subject: "refund", change } },
    });
  });

  it("goes on behind the ones that it has looked at, through both types, and begins anew", async () => {
    const views = await Promise.all(["a", "b", "c"].map((name) => closedPayment(`round-${name}`)));
    for (const [index, view] of views.entries()) {
      await raiseOfPayment(fixture, view, { type: index === 0 ? "missing_here" : "status_differs" });
    }
    let next: Awaited<ReturnType<typeof repair>>["next"] = null;
    const asked: number[] = [];
    do {
      const round = await repairStatus(fixture.deps, { limit: 1, now: at(0), after: next });
      asked.push(round.asked);
      next = round.next;
    } while (next !== null);
    expect(asked).toEqual([1, 1, 1, 0]);
  });
});
