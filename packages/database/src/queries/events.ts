import type { ResultSetHeader } from "mysql2";
import { and, eq, gte, lt, sql } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { deliveries, events } from "../tables/index.ts";

export type EventRow = typeof events.$inferSelect;

const insertIntoEvents = insertRows(events);

export async function insertEvents(transaction: Connection, rows: readonly EventRow[]): Promise<void> {
  await insertIntoEvents(transaction, rows);
}

export async function insertEvent(transaction: Connection, row: EventRow): Promise<void> {
  await insertIntoEvents(transaction, [row]);
}

const selectByIds = prepareSelect((builder) =>
  builder
    .select()
    .from(events)
    .where(sql`${events.id} IN (${sql.placeholder("eventIds")})`),
);

/** Those that there are, in no order. */
export async function findEvents(connection: Connection, eventIds: readonly string[]): Promise<EventRow[]> {
  return eventIds.length === 0 ? [] : selectByIds(connection, { eventIds });
}

/**
 * The event needs no sweep any more: its deliveries are made in the same transaction.
 *
 * @returns false when they were made before
 */
export async function markFannedOut(transaction: Connection, eventId: string): Promise<boolean> {
  const [result] = await clientOf(transaction).query<ResultSetHeader>(
    "UPDATE events SET due_at = NULL WHERE id = ? AND due_at IS NOT NULL",
    [eventId],
  );
  return result.affectedRows === 1;
}

/** An earlier event of a payment with one of its deliveries, or with null when it has none. */
export interface EarlierEvent {
  /** Null once its deliveries are made. */
  readonly dueAt: Date | null;
  readonly delivery: Pick<typeof deliveries.$inferSelect, "endpointId" | "state" | "attemptsMade"> | null;
}

/** The payment's events before this one that are not older than `createdSince`, one row a delivery. */
export async function findEarlierEvents(
  connection: Connection,
  event: { readonly paymentId: string; readonly sequence: number },
  createdSince: Date,
): Promise<EarlierEvent[]> {
  const { endpointId, state, attemptsMade } = deliveries;
  return connection
    .select({ dueAt: events.dueAt, delivery: { endpointId, state, attemptsMade } })
    .from(events)
    .leftJoin(deliveries, eq(deliveries.eventId, events.id))
    .where(
      and(
        eq(events.paymentId, event.paymentId),
        lt(events.sequence, event.sequence),
        gte(events.createdAt, createdSince),
      ),
    );
}
