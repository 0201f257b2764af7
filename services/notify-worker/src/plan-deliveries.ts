import {
  type Connection,
  type DeliveryRow,
  type DeliveryTargetRow,
  deliveryTargetId,
  type EventRow,
  findUnsentEarlier,
  newDelivery as newDeliveryRow,
  type UnsentEarlier,
} from "@compose-pay/database";
import { circuitOf } from "@compose-pay/domain";
import type { MatchedPlace } from "./match-receivers.ts";

/** A place that an event goes to, and what stands before it there. */
export interface Candidate {
  readonly event: EventRow;
  readonly place: MatchedPlace;
  readonly targetId: string;
}

export function candidateOf(event: EventRow, place: MatchedPlace): Candidate {
  return { event, place, targetId: deliveryTargetId({ appId: event.appId, ...place }) };
}

/** A new delivery: attempted at once, or put into its line with what it waits for. */
export interface PlannedDelivery extends Candidate {
  readonly row: DeliveryRow;
  readonly isAtOnce: boolean;
  /** As it is known; null when nothing was sent there yet. */
  readonly target: DeliveryTargetRow | null;
}

/**
 * Whether an event is attempted at once: what waits there already, an open circuit and a rate send it into the line. A
 * test needs room alone.
 */
export function mayGoAtOnce(
  { event, place }: Candidate,
  target: DeliveryTargetRow | null,
  { mustWait, hasRoom, now }: { readonly mustWait: boolean; readonly hasRoom: boolean; readonly now: Date },
): boolean {
  if (event.endpointId !== null) return hasRoom;
  const isWell = target === null || circuitOf(target, now) === "closed";
  const isLineEmpty = target === null || target.dueAt === null || target.dueAt > now;
  return isWell && isLineEmpty && !mustWait && hasRoom && place.rateLimit === null;
}

/** When one that stands behind an earlier event of its payment is looked at again. */
export const orderCheckMs = 100;

export function newDelivery(
  { event, place }: Candidate,
  when: { readonly now: Date; readonly nextAttemptAt: Date },
): DeliveryRow {
  return newDeliveryRow(event, place, { ...when, trigger: event.endpointId === null ? "schedule" : "test" });
}

interface Placed {
  readonly paymentId: string | null;
  readonly sequence: number;
}

/**
 * How old an event is at most whose deliveries are not made yet and that others wait for: only one whose message got
 * lost is overtaken.
 */
const longestWaitForUnmadeMs = 30_000;

/** What of the payments of these events has not gone out before them. */
export async function findEarlier(
  connection: Connection,
  placed: readonly Placed[],
  now: Date,
): Promise<readonly UnsentEarlier[]> {
  // Most events are the first of their payment, and have nothing before them.
  const places = placed.flatMap(({ paymentId, sequence }) =>
    paymentId === null || sequence === 1 ? [] : [{ paymentId, sequence }],
  );
  return findUnsentEarlier(connection, places, new Date(now.getTime() - longestWaitForUnmadeMs));
}

/** Whether an earlier event of the payment goes to this target first. What failed there holds up nothing. */
export function isBehind(
  earlier: readonly UnsentEarlier[],
  { paymentId, sequence }: Placed,
  targetId: string,
): boolean {
  return earlier.some(
    (one) =>
      one.paymentId === paymentId &&
      one.sequence < sequence &&
      (one.targetId === null || one.targetId === targetId),
  );
}
