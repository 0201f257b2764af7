import { eq, sql } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { updateRow } from "../statements/update-row.ts";
import {
  channelCalls,
  channelNotifications,
  stateChanges,
  type NotificationVerdict,
} from "../tables/index.ts";

export type StateChangeRow = typeof stateChanges.$inferSelect;
export type ChannelCallRow = typeof channelCalls.$inferSelect;
export type ChannelNotificationRow = typeof channelNotifications.$inferSelect;

const insertIntoStateChanges = insertRows(stateChanges);
const insertIntoChannelCalls = insertRows(channelCalls);
const insertOrCount = insertRows(channelNotifications, "times_received = times_received + 1");

export async function insertStateChanges(
  transaction: Connection,
  rows: readonly StateChangeRow[],
): Promise<void> {
  await insertIntoStateChanges(transaction, rows);
}

export async function insertChannelCalls(
  connection: Connection,
  rows: readonly ChannelCallRow[],
): Promise<void> {
  await insertIntoChannelCalls(connection, rows);
}

/**
 * Stores what arrived, and counts what was here before.
 *
 * @returns how many of them were here before
 */
export async function insertChannelNotifications(
  connection: Connection,
  rows: readonly ChannelNotificationRow[],
): Promise<number> {
  // The protocol counts an inserted row as one and an updated one as two.
  return (await insertOrCount(connection, rows)) - rows.length;
}

const selectNotification = prepareSelect((builder) =>
  builder
    .select()
    .from(channelNotifications)
    .where(eq(channelNotifications.id, sql.placeholder("id"))),
);

export async function findChannelNotification(
  connection: Connection,
  id: string,
): Promise<ChannelNotificationRow | null> {
  const [row] = await selectNotification(connection, { id });
  return row ?? null;
}

const updateNotification = updateRow(channelNotifications);

export async function closeChannelNotification(
  connection: Connection,
  id: string,
  end: { readonly verdict: NotificationVerdict; readonly reason: string | null; readonly at: Date },
): Promise<void> {
  const { verdict, reason, at: processedAt } = end;
  await updateNotification(connection, { id }, { verdict, reason, processedAt, dueAt: null });
}
