import { eq, sql } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import {
  channelCalls,
  channelNotifications,
  discrepancies,
  stateChanges,
  type NotificationVerdict,
} from "../tables/index.ts";

export type StateChangeRow = typeof stateChanges.$inferSelect;
export type ChannelCallRow = typeof channelCalls.$inferSelect;
export type ChannelNotificationRow = typeof channelNotifications.$inferSelect;
export type DiscrepancyRow = typeof discrepancies.$inferSelect;

export async function insertStateChanges(
  transaction: Connection,
  rows: readonly StateChangeRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await transaction.insert(stateChanges).values([...rows]);
}

export async function insertChannelCalls(
  connection: Connection,
  rows: readonly ChannelCallRow[],
): Promise<void> {
  if (rows.length === 0) return;
  await connection.insert(channelCalls).values([...rows]);
}

/** Stores what arrived; true when it is new, false when the same notification was here before. */
export async function insertChannelNotification(
  connection: Connection,
  row: ChannelNotificationRow,
): Promise<boolean> {
  const [result] = await connection
    .insert(channelNotifications)
    .values(row)
    .onDuplicateKeyUpdate({ set: { timesReceived: sql`${channelNotifications.timesReceived} + 1` } });
  // The protocol counts an inserted row as one and an updated one as two.
  return result.affectedRows === 1;
}

export async function findChannelNotification(
  connection: Connection,
  id: string,
): Promise<ChannelNotificationRow | null> {
  const [row] = await connection.select().from(channelNotifications).where(eq(channelNotifications.id, id));
  return row ?? null;
}

export async function closeChannelNotification(
  connection: Connection,
  id: string,
  end: { readonly verdict: NotificationVerdict; readonly reason: string | null; readonly at: Date },
): Promise<void> {
  await connection
    .update(channelNotifications)
    .set({ verdict: end.verdict, reason: end.reason, processedAt: end.at, dueAt: null })
    .where(eq(channelNotifications.id, id));
}

/** Raised once for each (account, type, attempt); the first evidence stays. */
export async function insertDiscrepancy(connection: Connection, row: DiscrepancyRow): Promise<void> {
  await connection
    .insert(discrepancies)
    .values(row)
    .onDuplicateKeyUpdate({ set: { type: row.type } });
}
