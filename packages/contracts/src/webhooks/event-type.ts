/** Everything a merchant can be told. One event for one real transition. */
export const eventTypes = [
  "payment.succeeded",
  "payment.closed",
  "payment.failed",
  "payment.late_succeeded",
  "payment.duplicate_refunded",
  "refund.succeeded",
  "refund.failed",
  "webhook.test",
] as const;
export type EventType = (typeof eventTypes)[number];
