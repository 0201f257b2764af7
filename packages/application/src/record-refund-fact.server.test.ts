import type { RefundFact } from "@compose-pay/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { count, reread } from "../testing/payment-fixture.ts";
import {
  askForRefund,
  paidPayment,
  recordOf,
  rereadRefund,
  storedRefund,
} from "../testing/refund-fixture.ts";
import { openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { recordRefundFact } from "./record-refund-fact.ts";

const succeededAt = new Date("2026-03-01T09:00:00.000Z");
const succeeded: RefundFact = {
  type: "succeeded",
  money: { amount: 40, currency: "CNY" },
  channelRefundNo: "5030000001",
  succeededAt,
};
const failure = { code: "channel_refused", message: "no", channelCode: "CLOSED", channelMessage: "退款关闭" };

describe("recording a fact of a refund", () => {
  let fixture: SetUpFixture;
  beforeAll(async () => {
    fixture = await openSetUp();
  });
  afterAll(() => fixture.close());

  const refundOf = async (orderNo: string, notifyUrl: string | null = null) => {
    await paidPayment(fixture, orderNo);
    const asked = { order_no: orderNo, refund_no: orderNo, amount: 40, notify_url: notifyUrl };
    return storedRefund(fixture, asked);
  };
  const eventsOf = async (paymentId: string): Promise<readonly unknown[]> => {
    const [rows] = await fixture.deps.database.pool.query({
      sql: "SELECT type, sequence, body, refund_notify_url FROM events WHERE payment_id = ? ORDER BY sequence",
      values: [paymentId],
    });
    // because a SELECT answers rows
    return rows as readonly unknown[];
  };

  it("changes the refund, keeps the cause and makes one event that counts within the payment", async () => {
    const view = await refundOf("done", "https://shop.example/refunds");
    const outcome = await recordOf(fixture, view, succeeded);
    expect(outcome).toMatchObject({ kind: "changed", messages: [{ queue: "notify.events" }] });
    const { refund, payment } = await rereadRefund(fixture, view.refund.id);
    expect(refund).toMatchObject({
      state: "succeeded",
      channelRefundNo: "5030000001",
      succeededAt,
      dueAt: null,
    });
    expect(payment).toMatchObject({ amountRefunded: 40, eventSequence: 2, status: "succeeded" });
    expect(await count(fixture, "state_changes", `subject_id = '${refund.id}' AND cause = 'refund'`)).toBe(1);
    const [, event] = await eventsOf(payment.id);
    expect(event).toMatchObject({
      type: "refund.succeeded",
      sequence: 2,
      refund_notify_url: "https://shop.example/refunds",
      body: expect.stringContaining(`"refund_no":"done","payment_id":"${payment.id}"`) as string,
    });
  });

  it("is one transition and one event when 20 workers say the same at the same time", async () => {
    const view = await refundOf("parallel");
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => recordOf(fixture, view, succeeded)));
    expect(outcomes.filter(({ kind }) => kind === "changed")).toHaveLength(1);
    expect(await eventsOf(view.payment.id)).toHaveLength(2);
  });

  it("gives a failed refund's part of the balance back once, so that it can be refunded again", async () => {
    const view = await refundOf("failed");
    for (let round = 0; round < 2; round += 1) await recordOf(fixture, view, { type: "failed", failure });
    expect((await reread(fixture, "failed")).payment.amountRefunded).toBe(0);
    expect((await rereadRefund(fixture, view.refund.id)).refund).toMatchObject({ state: "failed", failure });
    const all = await askForRefund(fixture, { order_no: "failed", refund_no: "failed-2" });
    expect(all).toMatchObject({ kind: "created", view: { refund: { amount: 500 } } });
  });

  it("keeps the balance of an abnormal refund, which goes on when an operator's order was taken", async () => {
    const view = await refundOf("abnormal");
    await recordOf(fixture, view, { type: "abnormal", channelRefundNo: "503", failure });
    const held = await rereadRefund(fixture, view.refund.id);
    expect(held).toMatchObject({
      refund: { state: "abnormal", channelRefundNo: "503", failure },
      payment: { amountRefunded: 40, eventSequence: 1 },
    });
    expect(held.refund.dueAt).not.toBeNull();
    await recordOf(fixture, view, { type: "resumed" });
    expect((await rereadRefund(fixture, view.refund.id)).refund.state).toBe("processing");
    await recordOf(fixture, view, succeeded);
    expect((await rereadRefund(fixture, view.refund.id)).refund.state).toBe("succeeded");
  });

  it("refuses another amount and money after a failure, and raises each once", async () => {
    const view = await refundOf("refused");
    const other = { ...succeeded, money: { amount: 41, currency: "CNY" } } as const;
    for (let round = 0; round < 2; round += 1) {
      expect(await recordOf(fixture, view, other)).toMatchObject({
        kind: "refused",
        reason: "amount_differs",
      });
    }
    await recordOf(fixture, view, { type: "failed", failure });
    expect(await recordOf(fixture, view, succeeded)).toMatchObject({ reason: "ended_before" });
    expect((await rereadRefund(fixture, view.refund.id)).refund.state).toBe("failed");
    for (const type of ["amount_differs", "refund_ended_before"]) {
      expect(
        await count(fixture, "discrepancies", `type = '${type}' AND refund_id = '${view.refund.id}'`),
      ).toBe(1);
    }
  });

  it("keeps nothing of it when what goes with it fails", async () => {
    const { refund } = await refundOf("rolled-back");
    const recorded = { paymentId: refund.paymentId, refundId: refund.id, fact: succeeded, cause: "refund" };
    const failing = recordRefundFact(fixture.deps, { ...recorded, traceId: "t" }, () =>
      Promise.reject(new Error("no")),
    );
    await expect(failing).rejects.toThrow("no");
    expect((await rereadRefund(fixture, refund.id)).refund).toEqual(refund);
    expect(await eventsOf(refund.paymentId)).toHaveLength(1);
  });

  it("never loses a part of the balance while refunds are created, fail and succeed together", async () => {
    const { payment } = await paidPayment(fixture, "mixed");
    const all = Array.from({ length: 60 }, async (_, index) => {
      const asked = { payment_id: payment.id, refund_no: `mixed-${index}`, amount: 40 };
      const creation = await askForRefund(fixture, asked);
      if (creation.kind !== "created") return;
      const fact: RefundFact = index % 2 === 0 ? succeeded : { type: "failed", failure };
      await recordOf(fixture, creation.view, fact);
    });
    await Promise.all(all);
    const [rows] = await fixture.deps.database.pool.query({
      sql: "SELECT COALESCE(SUM(amount), 0) FROM refunds WHERE payment_id = ? AND state <> 'failed'",
      values: [payment.id],
      rowsAsArray: true,
    });
    const { amountRefunded } = (await reread(fixture, "mixed")).payment;
    expect(rows).toEqual([[String(amountRefunded)]]);
    expect(amountRefunded).toBeLessThanOrEqual(500);
  });
});
