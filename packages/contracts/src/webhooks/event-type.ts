import type { PaymentEventType, RefundEventType } from "@compose-pay/domain";

/** What can be told of a payment. */
export const paymentEventTypes = [
  "payment.succeeded",
  "payment.closed",
  "payment.failed",
  "payment.late_succeeded",
  "payment.duplicate_refunded",
] as const satisfies readonly PaymentEventType[];

/** What can be told of a refund. */
export const refundEventTypes = ["refund.succeeded", "refund.failed"] as const satisfies readonly Exclude<
  RefundEventType,
  PaymentEventType
>[];

/** What can be told of the merchant's own endpoints. */
export const endpointEventTypes = ["webhook.test", "webhook.endpoint_disabled"] as const;

/** Everything a merchant can be told. One event for one real transition. */
export const eventTypes = [...paymentEventTypes, ...refundEventTypes, ...endpointEventTypes] as const;
export type EventType = (typeof eventTypes)[number];
