import type { Connection } from "../connection.ts";
import { and, asc, gt, inArray, isNull } from "../drizzle.ts";
import { deliveries, events } from "../tables/index.ts";

export interface EventPurge {
  /** Events and their deliveries that are gone. */
  readonly events: number;
  readonly deliveries: number;
  /** Behind which event the next batch begins; null when no older one is left. */
  readonly next: string | null;
}

/**
 * Deletes a batch of events that were made before then, by id, which is the order of their time. One whose deliveries were
 * not made, or have not all ended, stays. For one transaction.
 */
export async function purgeEvents(
  transaction: Connection,
  { after, before, limit }: { readonly after: string; readonly before: Date; readonly limit: number },
): Promise<EventPurge> {
  const found = await transaction
    .select({ id: events.id, createdAt: events.createdAt, dueAt: events.dueAt })
    .from(events)
    .where(gt(events.id, after))
    .orderBy(asc(events.id))
    .limit(limit);
  const old = found.filter(({ createdAt }) => createdAt < before);
  const next = old.length === limit ? (old.at(-1)?.id ?? null) : null;
  const made = old.flatMap(({ id, dueAt }) => (dueAt === null ? [id] : []));
  if (made.length === 0) return { events: 0, deliveries: 0, next };
  const ofThem = await transaction
    .select({ id: deliveries.id, eventId: deliveries.eventId, state: deliveries.state })
    .from(deliveries)
    .where(inArray(deliveries.eventId, made))
    .for("update");
  const open = new Set(
    ofThem.flatMap(({ eventId, state }) => (state === "pending" || state === "retrying" ? [eventId] : [])),
  );
  const gone = made.filter((id) => !open.has(id));
  const goneDeliveries = ofThem.filter(({ eventId }) => !open.has(eventId)).map(({ id }) => id);
  if (goneDeliveries.length > 0) {
    await transaction.delete(deliveries).where(inArray(deliveries.id, goneDeliveries));
  }
  if (gone.length > 0) {
    await transaction.delete(events).where(and(inArray(events.id, gone), isNull(events.dueAt)));
  }
  return { events: gone.length, deliveries: goneDeliveries.length, next };
}
