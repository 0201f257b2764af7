import type { EventType } from "@compose-pay/contracts";

/**
 * Where the receivers of the benchmarks listen: each endpoint at an address of its own, as merchants have them, all of
 * them loopback.
 */
export const receiverNetwork = "127.0.1.0/24";

export const receiverCount = 50;

/** @param index from 0 */
export function receiverHost(index: number): string {
  return `127.0.1.${index + 1}`;
}

/** Types whose events have a payment in them; an app has one endpoint for each. */
export const sentTypes = [
  "payment.succeeded",
  "payment.closed",
  "payment.failed",
  "payment.late_succeeded",
  "payment.duplicate_refunded",
] as const satisfies readonly EventType[];
export type SentType = (typeof sentTypes)[number];
