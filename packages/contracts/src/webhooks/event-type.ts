import type { PaymentEventType } from "@compose-pay/domain";

/** What can be told of a payment. */
export const paymentEventTypes = [
  "payment.succeeded",
  "payment.closed",
  "payment.failed",
  "payment.late_succeeded",
  "payment.duplicate_refunded",
] as const satisfies readonly PaymentEventType[];

/** Everything a merchant can be told. One event for one real transition. */
export const eventTypes = [
  ...paymentEventTypes,
  "refund.succeeded",
  "refund.failed",
  "webhook.test",
] as const;
export type EventType = (typeof eventTypes)[number];
