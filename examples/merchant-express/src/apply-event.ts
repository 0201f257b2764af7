import type { Order } from "./order.ts";

/** What this shop reads of a webhook's body. */
export interface WebhookEvent {
  readonly type: string;
  /** Counts the events of one payment and its refunds, from 1. */
  readonly sequence: number;
  /** The payment or the refund as it stood after the event. */
  readonly data: {
    readonly order_no?: string;
    readonly amount?: number;
    readonly currency?: string;
    readonly status?: string;
    readonly refund_no?: string;
  };
}

/**
 * The order after an event. Events may come late, twice and in any order: one that is older than what is known
 * of the payment, or of the refund, changes nothing.
 */
export function applyEvent(order: Order, event: WebhookEvent): Order {
  switch (event.type) {
    case "payment.succeeded":
    // Paid after all, although the order was closed: the money is there. Send the goods, or refund it.
    case "payment.late_succeeded":
    case "payment.closed":
    case "payment.failed":
    // The customer paid twice, and the second payment went back by itself. The order stays paid.
    case "payment.duplicate_refunded":
      return applyToPayment(order, event);
    case "refund.succeeded":
    case "refund.failed":
      return applyToRefund(order, event);
    default:
      // `webhook.…`, and types that do not exist yet.
      return order;
  }
}

function applyToPayment(order: Order, { sequence, data }: WebhookEvent): Order {
  const { status } = data;
  if (sequence <= order.paymentSequence) return order;
  if (status !== "succeeded" && status !== "closed" && status !== "failed") return order;
  // compose-pay promises this. What is sent out for money, its shop compares itself.
  const isAsOrdered = data.amount === order.amount && data.currency === "CNY";
  if (status === "succeeded" && !isAsOrdered) return order;
  return { ...order, status, paymentSequence: sequence };
}

/** A refund has its own order of events: the payment's may come after it. */
function applyToRefund(order: Order, { sequence, data }: WebhookEvent): Order {
  if (sequence <= order.refundSequence || data.refund_no !== order.refundNo) return order;
  if (data.status !== "succeeded" && data.status !== "failed") return order;
  return { ...order, refundStatus: data.status, refundSequence: sequence };
}
