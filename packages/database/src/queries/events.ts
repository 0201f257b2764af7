import type { RowDataPacket } from "mysql2";
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
 * Takes the events whose deliveries are not made yet, of which no other worker gets any; they need no sweep any more.
 * For one transaction, with the deliveries.
 *
 * @returns the ids of those that the caller got
 */
export async function takeUnmadeEvents(
  transaction: Connection,
  eventIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const client = clientOf(transaction);
  const [rows] = await client.query<RowDataPacket[]>(
    "SELECT id FROM events FORCE INDEX (PRIMARY) WHERE id IN (?) AND due_at IS NOT NULL ORDER BY id FOR UPDATE",
    [eventIds],
  );
  const ids = rows.map((row) => String(row["id"]));
  if (ids.length > 0) await client.query("UPDATE events SET due_at = NULL WHERE id IN (?)", [ids]);
  return new Set(ids);
}
