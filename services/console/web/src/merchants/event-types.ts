import type { EventType } from "@compose-pay/contracts";

const known: Readonly<Record<EventType, true>> = {
  "payment.succeeded": true,
  "payment.closed": true,
  "payment.failed": true,
  "payment.late_succeeded": true,
  "payment.duplicate_refunded": true,
  "refund.succeeded": true,
  "refund.failed": true,
  "webhook.test": true,
  "webhook.endpoint_disabled": true,
};

/** What an endpoint can ask for; one that is missing here does not compile. */
export const eventTypes: readonly string[] = Object.keys(known);
