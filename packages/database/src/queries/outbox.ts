import { asc, lt, sql } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { outbox } from "../tables/index.ts";

/** A message that its transaction decided on. */
export type OutboxRow = typeof outbox.$inferSelect;

const insertIntoOutbox = insertRows(outbox);

export async function insertOutbox(connection: Connection, rows: readonly OutboxRow[]): Promise<void> {
  await insertIntoOutbox(connection, rows);
}

/**
 * By the primary key of each row. `WHERE id IN (…)` would not do: on a table that is nearly empty the optimizer
 * scans it all, and a DELETE that scans waits for the rows of every transaction under way.
 */
const deleteThese =
  "DELETE o FROM JSON_TABLE(?, '$[*]' COLUMNS (id VARCHAR(32) PATH '$')) AS wanted " +
  "STRAIGHT_JOIN outbox AS o FORCE INDEX (PRIMARY) ON o.id = wanted.id";

/** Deletes these rows and touches no other. */
export async function deleteOutbox(connection: Connection, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await clientOf(connection).query(deleteThese, [JSON.stringify(ids)]);
}

/**
 * Locks and returns the oldest rows (by its index: a sorted scan would lock the whole table) that their own process should have published long ago. Rows that
 * another relay holds are passed over. For one transaction, with the delete.
 */
export async function takeStaleOutbox(
  transaction: Connection,
  stale: { readonly createdBefore: Date; readonly limit: number },
): Promise<OutboxRow[]> {
  return transaction
    .select()
    .from(outbox, { forceIndex: "outbox_created" })
    .where(lt(outbox.createdAt, stale.createdBefore))
    .orderBy(asc(outbox.createdAt))
    .limit(stale.limit)
    .for("update", { skipLocked: true });
}

/** When the oldest row was written, or null when nothing waits. */
export async function oldestOutboxRow(connection: Connection): Promise<Date | null> {
  const [row] = await connection
    .select({ oldest: sql<string | null>`MIN(${outbox.createdAt})`.mapWith(outbox.createdAt) })
    .from(outbox);
  return row?.oldest ?? null;
}
