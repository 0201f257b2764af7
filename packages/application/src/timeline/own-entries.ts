import type { TimelineEntry } from "@compose-pay/contracts";
import type { PaymentJournal } from "@compose-pay/database";

/** The merchant's request, which is where everything begins. */
export function requestEntry({ payment }: Pick<PaymentJournal, "payment">): TimelineEntry {
  return {
    at: payment.createdAt.toISOString(),
    kind: "request",
    subject: payment.id,
    what: `${payment.orderNo}: ${payment.amount} fen by ${payment.method}`,
    trace_id: payment.traceId,
    details: {
      app_id: payment.appId,
      order_no: payment.orderNo,
      amount: payment.amount,
      method: payment.method,
      client_ip: payment.clientIp,
      expires_at: payment.expiresAt.toISOString(),
    },
  };
}

export function attemptEntries({ attempts }: Pick<PaymentJournal, "attempts">): readonly TimelineEntry[] {
  return attempts.map((attempt) => ({
    at: attempt.createdAt.toISOString(),
    kind: "attempt",
    subject: attempt.id,
    what: `${attempt.method} on ${attempt.channelAccountId}`,
    trace_id: attempt.traceId,
    details: {
      method: attempt.method,
      channel: attempt.channel,
      account_id: attempt.channelAccountId,
      amount: attempt.amount,
    },
  }));
}

export function refundEntries({ refunds }: Pick<PaymentJournal, "refunds">): readonly TimelineEntry[] {
  return refunds.map((refund) => ({
    at: refund.createdAt.toISOString(),
    kind: "refund",
    subject: refund.id,
    what: `${refund.refundNo ?? refund.kind}: ${refund.amount} fen`,
    trace_id: refund.traceId,
    details: {
      refund_no: refund.refundNo,
      kind: refund.kind,
      amount: refund.amount,
      reason: refund.reason,
      attempt_id: refund.attemptId,
    },
  }));
}

export function changeEntries({ changes }: Pick<PaymentJournal, "changes">): readonly TimelineEntry[] {
  return changes.map((change) => ({
    at: change.at.toISOString(),
    kind: "state",
    subject: change.subjectId,
    what: `${change.fromState} → ${change.toState} (${change.cause})`,
    trace_id: change.traceId,
    details: {
      of: change.subject,
      from: change.fromState,
      to: change.toState,
      cause: change.cause,
    },
  }));
}

export function discrepancyEntries({
  discrepancies,
}: Pick<PaymentJournal, "discrepancies">): readonly TimelineEntry[] {
  return discrepancies.map((row) => ({
    at: row.foundAt.toISOString(),
    kind: "discrepancy",
    subject: row.refundId === "" ? (row.attemptId ?? "") : row.refundId,
    what: `${row.type} (${row.state})`,
    trace_id: row.traceId,
    details: {
      discrepancy_id: row.id,
      type: row.type,
      state: row.state,
      amount: row.amount,
      run_id: row.runId,
      resolution: row.resolution,
      reason: row.reason,
      resolved_at: row.resolvedAt?.toISOString() ?? null,
    },
  }));
}
