import {
  type AttemptRow,
  findAutomaticRefund,
  insertAttempts,
  inTransaction,
  lockPayment,
} from "@compose-pay/database";
import type { RefundFact } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { count, reread } from "../testing/payment-fixture.ts";
import { askForRefund, paid, paidPayment, recordOf } from "../testing/refund-fixture.ts";
import { openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { recordFact } from "./record-facts.ts";
import { recordReturnedRefund } from "./record-returned-refund.ts";

const failure = { code: "channel_refused", message: "no", channelCode: null, channelMessage: null };

describe("a second attempt of a payment that took money", () => {
  let fixture: SetUpFixture;
  beforeAll(async () => {
    fixture = await openSetUp();
  });
  afterAll(() => fixture.close());

  const paidTwice = async (orderNo: string) => {
    const { payment, attempt } = await paidPayment(fixture, orderNo);
    const second: AttemptRow = { ...attempt, id: newId("att"), state: "pending", settledAt: null };
    await insertAttempts(fixture.deps.database.connection, [second]);
    const fact = paid(500, second.id);
    const recorded = { paymentId: payment.id, attemptId: second.id, fact, cause: "notification" };
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => recordFact(fixture.deps, { ...recorded, traceId: "trace" })),
    );
    return { payment, second, outcomes };
  };
  const refundOf = (attempt: AttemptRow) => findAutomaticRefund(fixture.deps.database.connection, attempt.id);
  const eventsOf = async (paymentId: string) => {
    const [rows] = await fixture.deps.database.pool.query({
      sql: "SELECT type FROM events WHERE payment_id = ? ORDER BY sequence",
      values: [paymentId],
      rowsAsArray: true,
    });
    return Array.isArray(rows) ? rows.flat().map(String) : [];
  };
  const record = async (attempt: AttemptRow, fact: RefundFact) => {
    const refund = await refundOf(attempt);
    if (refund === null) throw new Error("there is no refund");
    return recordOf(fixture, { refund }, fact);
  };

  it("is refunded in full, once, beside the balance, and its merchant is told when the money is back", async () => {
    const { payment, second, outcomes } = await paidTwice("twice");
    expect(outcomes.filter(({ kind }) => kind === "changed")).toHaveLength(1);
    expect(outcomes.find(({ kind }) => kind === "changed")).toMatchObject({
      messages: [{ name: "channel.refund", queue: "channel.mock.background" }],
    });
    expect(await refundOf(second)).toMatchObject({ kind: "duplicate", amount: 500, state: "created" });
    expect((await reread(fixture, "twice")).payment.amountRefunded).toBe(0);
    expect(await count(fixture, "discrepancies", `attempt_id = '${second.id}'`)).toBe(0);
    const money = { amount: 500, currency: "CNY" } as const;
    const succeededAt = new Date("2026-03-01T09:00:00.000Z");
    await record(second, { type: "succeeded", money, channelRefundNo: "503", succeededAt });
    expect(await eventsOf(payment.id)).toEqual(["payment.succeeded", "payment.duplicate_refunded"]);
    const own = await askForRefund(fixture, { payment_id: payment.id, refund_no: "own" });
    expect(own).toMatchObject({
      kind: "created",
      view: { refund: { amount: 500, attemptId: payment.currentAttemptId } },
    });
  });

  it("is refunded beside the merchant's own refunds that are made at the same moment", async () => {
    for (let round = 0; round < 10; round += 1) {
      const orderNo = `moment-${round}`;
      const { payment, attempt } = await paidPayment(fixture, orderNo);
      const second: AttemptRow = { ...attempt, id: newId("att"), state: "pending", settledAt: null };
      await insertAttempts(fixture.deps.database.connection, [second]);
      const fact = paid(500, second.id);
      const recorded = { paymentId: payment.id, attemptId: second.id, fact, cause: "query", traceId: "t" };
      const asked = [1, 2, 3].map((part) =>
        askForRefund(fixture, { order_no: orderNo, refund_no: `${orderNo}-${part}`, amount: 200 }),
      );
      const [creations] = await Promise.all([Promise.all(asked), recordFact(fixture.deps, recorded)]);
      const kinds = creations.map(({ kind }) => kind).toSorted();
      expect(kinds).toEqual(["created", "created", "exceeds_balance"]);
      expect((await reread(fixture, orderNo)).payment.amountRefunded).toBe(400);
      expect(await refundOf(second)).toMatchObject({ amount: 500, state: "created" });
      const ofFirst = `payment_id = '${payment.id}' AND attempt_id = '${attempt.id}' AND kind = 'merchant'`;
      expect(await count(fixture, "refunds", ofFirst)).toBe(2);
    }
  });

  it.each([
    ["failed", { type: "failed", failure }],
    ["abnormal", { type: "abnormal", channelRefundNo: null, failure }],
  ] as const)("is raised when its refund is %s, and the merchant hears nothing", async (state, fact) => {
    const { payment, second } = await paidTwice(`twice-${state}`);
    await record(second, fact);
    expect(await refundOf(second)).toMatchObject({ state });
    expect(await count(fixture, "discrepancies", `attempt_id = '${second.id}' AND type = 'paid_twice'`)).toBe(
      1,
    );
    expect(await eventsOf(payment.id)).toEqual(["payment.succeeded"]);
    expect((await reread(fixture, `twice-${state}`)).payment.amountRefunded).toBe(0);
  });

  it("is not what a channel gives back by itself: that is a refund of the balance, once", async () => {
    const { payment, attempt } = await paidPayment(fixture, "returned");
    const at = new Date("2026-03-01T09:00:00.000Z");
    const giveBack = () =>
      inTransaction(fixture.deps.database, async (transaction) => {
        const locked = await lockPayment(transaction, payment.id);
        if (locked === null) throw new Error("the payment is there");
        return recordReturnedRefund(transaction, { payment: locked.payment, attempt }, { at, traceId: "t" });
      });
    expect([await giveBack(), await giveBack()]).toEqual(["recorded", "known"]);
    expect(await refundOf(attempt)).toMatchObject({ kind: "returned", amount: 500, state: "succeeded" });
    expect((await reread(fixture, "returned")).payment.amountRefunded).toBe(500);
    expect(await eventsOf(payment.id)).toEqual(["payment.succeeded", "refund.succeeded"]);
    const booked = `payment_id = '${payment.id}' AND kind = 'refund'`;
    expect(await count(fixture, "book_entries", booked)).toBe(1);
    const asMuch = "amount = 500 AND fee = -3 AND channel_no IS NULL AND day = '2026-03-01'";
    expect(await count(fixture, "book_entries", `${booked} AND ${asMuch}`)).toBe(1);
  });

  it("is back when its channel cancels the order and gives the money back before it is asked", async () => {
    const { payment, second } = await paidTwice("cancelled");
    for (let round = 0; round < 2; round += 1) {
      const end = await inTransaction(fixture.deps.database, async (transaction) => {
        const locked = await lockPayment(transaction, payment.id);
        if (locked === null) throw new Error("the payment is there");
        const view = { payment: locked.payment, attempt: second };
        return recordReturnedRefund(transaction, view, { at: new Date(), traceId: "t" });
      });
      expect(end).toBe("known");
    }
    expect(await refundOf(second)).toMatchObject({ kind: "duplicate", state: "succeeded" });
    expect(await eventsOf(payment.id)).toEqual(["payment.succeeded", "payment.duplicate_refunded"]);
    expect((await reread(fixture, "cancelled")).payment.amountRefunded).toBe(0);
  });

  it("leaves to a person what a channel gives back of a payment that is refunded already", async () => {
    const { payment, attempt } = await paidPayment(fixture, "spent");
    await askForRefund(fixture, { payment_id: payment.id, refund_no: "spent", amount: 1 });
    const view = { payment: (await reread(fixture, "spent")).payment, attempt };
    const end = await inTransaction(fixture.deps.database, (transaction) =>
      recordReturnedRefund(transaction, view, { at: new Date(), traceId: "t" }),
    );
    expect(end).toBe("refused");
    expect((await reread(fixture, "spent")).payment).toEqual(view.payment);
  });
});
