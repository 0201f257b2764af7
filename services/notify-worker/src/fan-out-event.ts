import { type DeliveryRow, type EventRow, findEarlierEvents, type HeldDelivery } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import type { DeliveryDeps } from "./delivery-deps.ts";
import { makeAttempt } from "./make-attempt.ts";
import { isHeldBack, type MatchedTarget, matchTargets } from "./match-targets.ts";

export type FanOutOutcome =
  | { readonly kind: "fanned_out"; readonly deliveries: number }
  /** Another worker made the deliveries, and attempts them or leaves them overdue. */
  | { readonly kind: "fanned_out_before" }
  /** An earlier event of the payment is on its way to the same place: this one comes after it. */
  | { readonly kind: "held_back" }
  | { readonly kind: "event_unknown" };

/**
 * How old an event is at most that others wait for: longer than a first attempt takes, so that only one whose
 * worker died or whose message got lost is overtaken.
 */
const longestWaitForEarlierMs = 30_000;

/**
 * Makes the deliveries of an event, one for each endpoint that wants it and one for the payment's own
 * address, and attempts each at once. Safe to repeat, and at the same time in several workers: the event is
 * fanned out by one of them.
 */
export async function fanOutEvent(deps: DeliveryDeps, eventId: string): Promise<FanOutOutcome> {
  const event = await deps.store.findEvent(eventId);
  if (event === null) return { kind: "event_unknown" };
  if (event.dueAt === null) return { kind: "fanned_out_before" };
  const matched = matchTargets(await deps.directory.targetsOf(event.appId), event);
  if (await mustWait(deps, event, matched)) return { kind: "held_back" };
  const rows = matched.map((target) => newDelivery(deps, event, target));
  const isOurs = await deps.store.beginDeliveries({ eventId: event.id, rows });
  if (!isOurs) return { kind: "fanned_out_before" };
  await attemptAll(deps, event, rows);
  return { kind: "fanned_out", deliveries: rows.length };
}

async function mustWait(
  deps: DeliveryDeps,
  event: EventRow,
  matched: readonly MatchedTarget[],
): Promise<boolean> {
  // Most events are the first of their payment, and have nothing to wait for.
  const { paymentId, sequence } = event;
  if (sequence === 1 || paymentId === null) return false;
  const createdSince = new Date(deps.clock.now().getTime() - longestWaitForEarlierMs);
  return isHeldBack(
    matched,
    await findEarlierEvents(deps.database.connection, { paymentId, sequence }, createdSince),
  );
}

function newDelivery(deps: DeliveryDeps, event: EventRow, target: MatchedTarget): DeliveryRow {
  const createdAt = deps.clock.now();
  return {
    id: newId("dlv", createdAt),
    eventId: event.id,
    appId: event.appId,
    endpointId: target.endpointId,
    targetId: "",
    url: target.url,
    state: "pending",
    trigger: "schedule",
    attemptsMade: 0,
    ladderFrom: 0,
    nextAttemptAt: new Date(createdAt.getTime() + deps.holdMs),
    lastStatus: null,
    traceId: event.traceId,
    createdAt,
    endedAt: null,
  };
}

/** One that cannot be saved does not keep the others from being attempted; it is overdue later. */
async function attemptAll(deps: DeliveryDeps, event: EventRow, rows: readonly DeliveryRow[]): Promise<void> {
  const results = await Promise.allSettled(
    rows.map((row) => deps.slots.run(() => makeAttempt(deps, heldBy(row, event)))),
  );
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

function heldBy(row: DeliveryRow, event: EventRow): HeldDelivery {
  const { nextAttemptAt, ...delivery } = row;
  if (nextAttemptAt === null) throw new Error("a new delivery is held until a moment");
  return { ...delivery, heldUntil: nextAttemptAt, body: event.body };
}
