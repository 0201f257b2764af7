import { describe, expect, it } from "vitest";
import { applyEvent, type WebhookEvent } from "./apply-event.ts";
import { newOrder, type Order } from "./order.ts";

const tea = { id: "tea", name: "Tea", price: 100 };
const order = newOrder(tea, "wechat_native");
const refunded: Order = { ...order, refundNo: `${order.orderNo}-R1`, refundStatus: "processing" };

describe("applyEvent", () => {
  it.each([
    ["payment.succeeded", "succeeded"],
    ["payment.late_succeeded", "succeeded"],
    ["payment.duplicate_refunded", "succeeded"],
    ["payment.closed", "closed"],
    ["payment.failed", "failed"],
  ] as const)("%s leaves the order %s, and everything else as it was", (type, status) => {
    expect(applyEvent(order, ofPayment(type, 1, status))).toEqual({ ...order, status, paymentSequence: 1 });
  });

  it("takes money that came after the close, in whatever order the two are told", () => {
    const closed = ofPayment("payment.closed", 1, "closed");
    const late = ofPayment("payment.late_succeeded", 2, "succeeded");
    expect([closed, late].reduce(applyEvent, order).status).toBe("succeeded");
    expect([late, closed].reduce(applyEvent, order)).toEqual(applyEvent(order, late));
  });

  it.each([{ amount: 99 }, { currency: "USD" }, { amount: 0 }])("does not take %j for the price", (money) => {
    const paid = ofPayment("payment.succeeded", 1, "succeeded");
    expect(applyEvent(order, { ...paid, data: { ...paid.data, ...money } })).toBe(order);
  });

  it("is told of a refund before its payment, and keeps both", () => {
    const told = [ofRefund("succeeded", 2), ofPayment("payment.succeeded", 1, "succeeded")];
    expect(told.reduce(applyEvent, refunded)).toMatchObject({
      status: "succeeded",
      refundStatus: "succeeded",
    });
  });

  it("goes by the newest event of its refund, and by that refund only", () => {
    const again = ofRefund("failed", 2);
    const done = ofRefund("succeeded", 3);
    expect([done, again].reduce(applyEvent, refunded).refundStatus).toBe("succeeded");
    const other = { ...refunded, refundNo: `${order.orderNo}-R2` };
    expect(applyEvent(other, done)).toBe(other);
  });

  it.each(["webhook.test", "webhook.endpoint_disabled", "payment.invented"])(
    "leaves the order at %s",
    (type) => {
      expect(applyEvent(order, ofPayment(type, 1, "succeeded"))).toBe(order);
    },
  );
});

function ofPayment(type: string, sequence: number, status: string): WebhookEvent {
  return { type, sequence, data: { order_no: order.orderNo, amount: 100, currency: "CNY", status } };
}

function ofRefund(status: "succeeded" | "failed", sequence: number): WebhookEvent {
  const { orderNo, refundNo } = refunded;
  return {
    type: `refund.${status}`,
    sequence,
    data: { order_no: orderNo, refund_no: refundNo ?? "", amount: 100, status },
  };
}
