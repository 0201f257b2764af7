import type { Connection } from "../connection.ts";
import { and, desc, eq, lt, or } from "../drizzle.ts";
import { events } from "../tables/index.ts";
import type { EventLog } from "./event-log.ts";
import type { EventRow } from "./events.ts";

/** What a list shows of an event. */
export type ListedEvent = Omit<EventRow, "body" | "notifyUrl" | "refundNotifyUrl">;

/** The event behind which a page begins. */
export type EventPosition = Pick<EventRow, "id" | "sequence" | "createdAt">;

/** Newest first: of a payment, of an app's log, or of all. */
export async function listEventPage(
  connection: Connection,
  of: { readonly paymentId: string } | { readonly log: EventLog } | "all",
  page: { readonly after?: EventPosition | undefined; readonly limit: number },
): Promise<ListedEvent[]> {
  const { after, limit } = page;
  const { id, sequence, createdAt } = events;
  if (of === "all") {
    const isBehind = after === undefined ? undefined : lt(id, after.id);
    return selectListed(connection, "PRIMARY").where(isBehind).orderBy(desc(id)).limit(limit);
  }
  if ("paymentId" in of) {
    const isBehind = after === undefined ? undefined : lt(sequence, after.sequence);
    return selectListed(connection, "events_sequence")
      .where(and(eq(events.paymentId, of.paymentId), isBehind))
      .orderBy(desc(sequence))
      .limit(limit);
  }
  const isBehind =
    after === undefined
      ? undefined
      : or(lt(createdAt, after.createdAt), and(eq(createdAt, after.createdAt), lt(id, after.id)));
  return selectListed(connection, "events_app_created")
    .where(and(eq(events.appId, of.log.appId), eq(events.live, of.log.live), isBehind))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit);
}

function selectListed(connection: Connection, index: string) {
  return connection
    .select({
      id: events.id,
      appId: events.appId,
      paymentId: events.paymentId,
      endpointId: events.endpointId,
      live: events.live,
      type: events.type,
      sequence: events.sequence,
      traceId: events.traceId,
      dueAt: events.dueAt,
      createdAt: events.createdAt,
    })
    .from(events, { forceIndex: index });
}
