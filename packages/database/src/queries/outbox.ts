import { asc, inArray, lt, sql } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { outbox } from "../tables/index.ts";

/** A message that its transaction decided on. */
export type OutboxRow = typeof outbox.$inferSelect;

export async function insertOutbox(connection: Connection, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await connection.insert(outbox).values([...rows]);
}

export async function deleteOutbox(connection: Connection, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await connection.delete(outbox).where(inArray(outbox.id, [...ids]));
}

/**
 * Locks and returns the oldest rows that their own process should have published long ago. Rows that
 * another relay holds are passed over. For one transaction, with the delete.
 */
export async function takeStaleOutbox(
  transaction: Connection,
  stale: { readonly createdBefore: Date; readonly limit: number },
): Promise<OutboxRow[]> {
  return transaction
    .select()
    .from(outbox)
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
