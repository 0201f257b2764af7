import type { TimelineEntry } from "@compose-pay/contracts";
import type { PaymentJournal } from "@compose-pay/database";

/** The calls to channels, of which nothing secret is written down. */
export function callEntries({ calls }: Pick<PaymentJournal, "calls">): readonly TimelineEntry[] {
  return calls.map((call) => {
    const codes = [call.httpStatus, call.channelCode, call.detail].filter((one) => one !== null);
    const told = codes.length === 0 ? "" : ` (${codes.join(", ")})`;
    return {
      at: call.startedAt.toISOString(),
      kind: "call",
      subject: call.refundId ?? call.attemptId ?? "",
      what: `${call.operation} ${call.outcome}${told} in ${call.durationMs} ms`,
      trace_id: call.traceId,
      details: {
        operation: call.operation,
        outcome: call.outcome,
        detail: call.detail,
        http_status: call.httpStatus,
        channel_code: call.channelCode,
        channel_request_id: call.channelRequestId,
        account_id: call.channelAccountId,
        duration_ms: call.durationMs,
      },
    };
  });
}

export function notificationEntries({
  notifications,
}: Pick<PaymentJournal, "notifications">): readonly TimelineEntry[] {
  return notifications.map((row) => {
    const why = row.reason === null ? "" : ` (${row.reason})`;
    const times = row.timesReceived === 1 ? "" : `, came ${row.timesReceived} times`;
    return {
      at: row.receivedAt.toISOString(),
      kind: "notification",
      subject: row.refundId ?? row.attemptId ?? "",
      what: `${row.id} ${row.verdict}${why}${times}`,
      trace_id: row.traceId,
      details: {
        notification_id: row.id,
        channel_notification_id: row.notificationId,
        verdict: row.verdict,
        reason: row.reason,
        times_received: row.timesReceived,
        account_id: row.channelAccountId,
        processed_at: row.processedAt?.toISOString() ?? null,
      },
    };
  });
}
