import type { ListedNotification } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

export function notificationDocument(row: ListedNotification): JsonDocument {
  return {
    object: "channel_notification",
    id: row.id,
    account_id: row.channelAccountId,
    channel: row.channel,
    verdict: row.verdict,
    reason: row.reason,
    notification_id: row.notificationId,
    attempt_id: row.attemptId,
    refund_id: row.refundId,
    times_received: row.timesReceived,
    trace_id: row.traceId,
    received_at: row.receivedAt.toISOString(),
    // One that was reopened waits to be processed again.
    processed_at: row.verdict === "received" ? null : (row.processedAt?.toISOString() ?? null),
  };
}
