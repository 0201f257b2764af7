import type { DiscrepancyRow } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

/** Without the evidence, which is long. Amounts are in fen. */
export function discrepancyDocument(row: DiscrepancyRow): JsonDocument {
  return {
    object: "discrepancy",
    id: row.id,
    type: row.type,
    state: row.state,
    amount: row.amount,
    account_id: row.channelAccountId,
    run_id: row.runId,
    day: row.day === "" ? null : row.day,
    payment_id: row.paymentId,
    attempt_id: row.attemptId,
    refund_id: row.refundId === "" ? null : row.refundId,
    resolution: row.resolution,
    reason: row.reason,
    resolved_by: row.resolvedBy,
    approved_by: row.approvedBy,
    trace_id: row.traceId,
    found_at: row.foundAt.toISOString(),
    decided_at: row.decidedAt?.toISOString() ?? null,
    resolved_at: row.resolvedAt?.toISOString() ?? null,
  };
}

/** With what was found on both sides, and with what was done because of it. */
export function wholeDiscrepancyDocument(row: DiscrepancyRow): JsonDocument {
  return { ...discrepancyDocument(row), outcome: row.outcome, evidence: row.evidence };
}
