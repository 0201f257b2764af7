import { type EarlierEvent, notifyUrlEndpointId, refundNotifyUrlEndpointId } from "@compose-pay/database";
import type { AppTargets } from "./target-directory.ts";

/** One place that an event goes to. */
export interface MatchedTarget {
  readonly endpointId: string;
  /** The payment's or the refund's own address; null for an endpoint, whose address is read at each attempt. */
  readonly url: string | null;
}

/** Whether it is an address that a payment or a refund has of its own, and no endpoint. */
export function isOwnAddress(endpointId: string): boolean {
  return endpointId === notifyUrlEndpointId || endpointId === refundNotifyUrlEndpointId;
}

export interface EventTraits {
  readonly type: string;
  readonly notifyUrl: string | null;
  readonly refundNotifyUrl: string | null;
}

/** The enabled endpoints that want events of this type, and the own `notify_url` of payment and refund. */
export function matchTargets(targets: AppTargets, event: EventTraits): readonly MatchedTarget[] {
  const matched: MatchedTarget[] = targets.endpoints
    .filter(({ eventTypes }) => eventTypes.includes("*") || eventTypes.includes(event.type))
    .map(({ id }) => ({ endpointId: id, url: null }));
  if (event.notifyUrl !== null) matched.push({ endpointId: notifyUrlEndpointId, url: event.notifyUrl });
  if (event.refundNotifyUrl !== null) {
    matched.push({ endpointId: refundNotifyUrlEndpointId, url: event.refundNotifyUrl });
  }
  return matched;
}

/**
 * Whether an earlier event of the payment has not had its first attempt yet at a place that this event goes
 * to as well. What failed there does not hold back what comes after it.
 */
export function isHeldBack(matched: readonly MatchedTarget[], earlier: readonly EarlierEvent[]): boolean {
  const ids = new Set(matched.map(({ endpointId }) => endpointId));
  return earlier.some(({ dueAt, delivery }) =>
    delivery === null
      ? dueAt !== null && ids.size > 0
      : ids.has(delivery.endpointId) && delivery.state === "pending" && delivery.attemptsMade === 0,
  );
}
