import { processNotification } from "@compose-pay/contracts";
import {
  type ChannelNotificationRow,
  type Database,
  findChannelNotification,
  insertOutbox,
  inTransaction,
  reopenNotification,
} from "@compose-pay/database";
import { channelQueue } from "@compose-pay/messaging";
import type { Clock } from "@compose-pay/runtime";
import { later, messageLeaseMs } from "./due-after.ts";
import { outboxMessage } from "./outbox-message.ts";

/**
 * Has a worker process a stored notification again, whatever became of it: it is verified on the stored bytes
 * and at the time it came, with the keys of today. One that was applied changes nothing by it.
 *
 * @returns the notification as it was, or null when there is no such one
 */
export async function processAgain(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  notificationId: string,
): Promise<ChannelNotificationRow | null> {
  const at = clock.now();
  return inTransaction(database, async (transaction) => {
    const row = await findChannelNotification(transaction, notificationId);
    if (row === null) return null;
    await reopenNotification(transaction, row, { at, dueAt: later(at, messageLeaseMs) });
    const { traceId } = row;
    const body = { channel_notification_id: row.id };
    const queue = channelQueue(row.channel, "notifications");
    await insertOutbox(transaction, [outboxMessage(queue, processNotification, { body, traceId, at })]);
    return row;
  });
}
