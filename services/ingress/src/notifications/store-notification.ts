import { later, messageLeaseMs } from "@compose-pay/application";
import type { NotificationReading } from "@compose-pay/channels";
import { processNotification } from "@compose-pay/contracts";
import {
  type ChannelNotificationRow,
  type Database,
  insertChannelNotifications,
  type OutboxRow,
} from "@compose-pay/database";
import { channelQueue } from "@compose-pay/messaging";
import { newId } from "@compose-pay/runtime";
import { notificationRow, type ReceivedNotification } from "./notification-row.ts";
import type { NotificationWriter } from "./notification-writer.ts";
import type { RefusalBudget } from "./refusal-budget.ts";

type Reading<Kind extends NotificationReading["kind"]> = Extract<NotificationReading, { kind: Kind }>;

/** Largest part of a refused body that is kept: enough to see what it was. */
const mostRefusedBytes = 8_192;

/**
 * Keeps a notification about a payment or a refund with the message that makes a worker process it. One that was here before
 * is only counted: its message is under way, and the sweeps see to it that it arrives.
 *
 * @returns the message to dispatch, or null for a resend
 */
export async function storeForWorker(
  writer: NotificationWriter,
  received: ReceivedNotification,
  reading: Reading<"payment" | "refund">,
): Promise<OutboxRow | null> {
  const row = notificationRow(received, {
    notificationId: reading.notificationId,
    attemptId: reading.outTradeNo,
    refundId: reading.kind === "refund" ? reading.outRefundNo : null,
    verdict: "received",
    reason: null,
    dueAt: later(received.receivedAt, messageLeaseMs),
  });
  const message = messageAbout(row);
  return (await writer.write({ row, message })) === "stored" ? message : null;
}

function messageAbout({ id, channel, traceId, receivedAt }: ChannelNotificationRow): OutboxRow {
  return {
    id: newId("msg"),
    queue: channelQueue(channel, "notifications"),
    name: processNotification.name,
    version: processNotification.version,
    body: { channel_notification_id: id },
    traceId,
    createdAt: receivedAt,
  };
}

/** Keeps a true message of the channel that is about nothing we do. */
export async function storeIgnored(
  { connection }: Database,
  received: ReceivedNotification,
  { notificationId, reason }: Reading<"ignored">,
): Promise<void> {
  const decided = {
    notificationId,
    attemptId: null,
    refundId: null,
    verdict: "ignored",
    reason,
    dueAt: null,
  } as const;
  await insertChannelNotifications(connection, [notificationRow(received, decided)]);
}

/** Keeps what could not be verified, as far as the account's budget goes. */
export async function storeRefused(
  { database, budget }: { readonly database: Database; readonly budget: RefusalBudget },
  received: ReceivedNotification,
  { reason }: Reading<"refused">,
): Promise<void> {
  if (!budget.spend(received.account.id)) return;
  const decided = {
    notificationId: null,
    attemptId: null,
    refundId: null,
    verdict: "refused",
    reason,
    dueAt: null,
  } as const;
  const row = notificationRow(received, decided);
  const body = row.body.subarray(0, mostRefusedBytes);
  await insertChannelNotifications(database.connection, [{ ...row, body }]);
}
