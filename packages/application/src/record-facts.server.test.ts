import { type AttemptFact } from "@compose-pay/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { count, reread, storedPayment } from "../testing/payment-fixture.ts";
import { openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { type Recorded, type RecordedFact, recordFact, recordFacts } from "./record-facts.ts";

const paidAt = new Date("2026-03-01T08:01:00.000Z");
const money = { amount: 100, currency: "CNY" } as const;

/** A channel gives each order its own number. */
function paid(orderNo: string): Extract<AttemptFact, { type: "paid" }> {
  return { type: "paid", money, channelTradeNo: `42 ${orderNo}`, paidAt };
}

describe("recording a fact", () => {
  let fixture: SetUpFixture;
  beforeAll(async () => {
    fixture = await openSetUp();
  });
  afterAll(() => fixture.close());

  const about = async (orderNo: string, fact: AttemptFact): Promise<RecordedFact> => {
    const { payment, attempt } = await reread(fixture, orderNo);
    return { paymentId: payment.id, attemptId: attempt.id, fact, cause: "query", traceId: "trace" };
  };
  const record = async (orderNo: string, fact: AttemptFact): Promise<Recorded> =>
    recordFact(fixture.deps, await about(orderNo, fact));

  it("changes both rows, keeps the causes and makes one event with its message", async () => {
    const { payment, attempt } = await storedPayment(fixture, "paid");
    const outcome = await record("paid", paid("paid"));
    expect(outcome).toMatchObject({ kind: "changed", messages: [{ queue: "notify.events" }] });
    const after = await reread(fixture, "paid");
    expect(after.payment).toMatchObject({ status: "succeeded", paidAt, eventSequence: 1 });
    expect(after.attempt).toMatchObject({ state: "succeeded", channelTradeNo: "42 paid", dueAt: null });
    expect(await count(fixture, "state_changes", `payment_id = '${payment.id}'`)).toBe(2);
    expect(await count(fixture, "events", `payment_id = '${payment.id}'`)).toBe(1);
    expect(attempt.id).toBe(after.attempt.id);
  });

  it("is one transition and one event when 20 workers say the same at the same time", async () => {
    const { payment } = await storedPayment(fixture, "parallel");
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => record("parallel", paid("parallel"))),
    );
    expect(outcomes.filter(({ kind }) => kind === "changed")).toHaveLength(1);
    expect(await count(fixture, "events", `payment_id = '${payment.id}'`)).toBe(1);
    expect(await count(fixture, "state_changes", `payment_id = '${payment.id}'`)).toBe(2);
  });

  it("ends in success when a close and a payment are recorded at the same time", async () => {
    for (let round = 0; round < 10; round += 1) {
      const orderNo = `race-${round}`;
      const { payment } = await storedPayment(fixture, orderNo);
      await Promise.all([record(orderNo, { type: "closed" }), record(orderNo, paid(orderNo))]);
      expect((await reread(fixture, orderNo)).payment.status).toBe("succeeded");
      const events = await count(fixture, "events", `payment_id = '${payment.id}'`);
      const closedFirst = await count(
        fixture,
        "events",
        `payment_id = '${payment.id}' AND type = 'payment.closed'`,
      );
      expect(events).toBe(closedFirst + 1);
    }
  });

  it("refuses another amount, leaves the state and raises it once", async () => {
    const { payment, attempt } = await storedPayment(fixture, "amount");
    const other: AttemptFact = { ...paid("amount"), money: { amount: 99, currency: "CNY" } };
    expect(await record("amount", other)).toMatchObject({ kind: "refused", reason: "amount_differs" });
    expect(await record("amount", other)).toMatchObject({ kind: "refused" });
    expect((await reread(fixture, "amount")).payment.status).toBe("processing");
    expect(await count(fixture, "discrepancies", `attempt_id = '${attempt.id}'`)).toBe(1);
    expect(await count(fixture, "events", `payment_id = '${payment.id}'`)).toBe(0);
  });

  it("refuses a payment under the channel's number of another order, and raises it once", async () => {
    const [holder, other] = [await storedPayment(fixture, "holder"), await storedPayment(fixture, "other")];
    expect((await record("holder", paid("holder"))).kind).toBe("changed");
    const taken = { kind: "refused", reason: "trade_no_taken" };
    expect(await record("other", paid("holder"))).toMatchObject(taken);
    expect(await record("other", paid("holder"))).toMatchObject(taken);
    expect(await reread(fixture, "other")).toMatchObject({
      payment: { status: "processing", eventSequence: 0 },
      attempt: { state: "created", channelTradeNo: null },
    });
    const raised = `type = 'trade_no_taken' AND attempt_id = '${other.attempt.id}'`;
    const held = `evidence LIKE '%"held_by":"${holder.attempt.id}"%'`;
    expect(await count(fixture, "discrepancies", `${raised} AND ${held}`)).toBe(1);
    expect((await record("holder", paid("holder"))).kind).toBe("unchanged");
    expect((await record("other", paid("other"))).kind).toBe("changed");
  });

  it("gives a number to one of two orders that claim it in the same transaction", async () => {
    for (const orderNo of ["one", "two"]) await storedPayment(fixture, orderNo);
    const [one, two] = [await about("one", paid("shared")), await about("two", paid("shared"))];
    const outcomes = await recordFacts(fixture.deps, [{ recorded: one }, { recorded: two }]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(["changed", "refused"]);
    expect((await reread(fixture, "two")).payment.status).toBe("processing");
  });

  it("knows a number only within its account", async () => {
    const { attempt } = await storedPayment(fixture, "elsewhere");
    await storedPayment(fixture, "here");
    await fixture.deps.database.pool.query("UPDATE attempts SET channel_account_id = ? WHERE id = ?", [
      "acc_other",
      attempt.id,
    ]);
    expect((await record("elsewhere", paid("of both"))).kind).toBe("changed");
    expect((await record("here", paid("of both"))).kind).toBe("changed");
  });

  it("tells a merchant that a closed payment was paid after all", async () => {
    const { payment } = await storedPayment(fixture, "late");
    await record("late", { type: "closed" });
    expect((await reread(fixture, "late")).payment).toMatchObject({ status: "closed", eventSequence: 1 });
    await record("late", paid("late"));
    const after = await reread(fixture, "late");
    expect(after.payment).toMatchObject({ status: "succeeded", closedAt: null, eventSequence: 2 });
    const [rows] = await fixture.deps.database.pool.query({
      sql: "SELECT type, sequence FROM events WHERE payment_id = ? ORDER BY sequence",
      values: [payment.id],
      rowsAsArray: true,
    });
    expect(rows).toEqual([
      ["payment.closed", 1],
      ["payment.late_succeeded", 2],
    ]);
  });

  it("keeps nothing of it when what goes with it fails", async () => {
    const { payment, attempt } = await storedPayment(fixture, "together");
    const recorded = {
      paymentId: payment.id,
      attemptId: attempt.id,
      fact: paid("together"),
      cause: "query",
      traceId: "t",
    };
    const failing = recordFact(fixture.deps, recorded, () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect((await reread(fixture, "together")).payment.status).toBe("processing");
    expect(await count(fixture, "events", `payment_id = '${payment.id}'`)).toBe(0);
  });
});
