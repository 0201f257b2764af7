import type { ResultSetHeader } from "mysql2";
import { sql } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { events } from "../tables/index.ts";

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
 * Takes events whose deliveries are to be made, so that no other worker makes them; they need no sweep any more. For one
 * transaction, with the deliveries.
 *
 * @returns false when another worker had one of them
 */
export async function takeUnmadeEvents(
  transaction: Connection,
  eventIds: readonly string[],
): Promise<boolean> {
  const [result] = await clientOf(transaction).query<ResultSetHeader>(
    "UPDATE events SET due_at = NULL WHERE id IN (?) AND due_at IS NOT NULL",
    [eventIds],
  );
  return result.affectedRows === eventIds.length;
}
