import type { DiscrepancyRow } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

/** Without the evidence, which is long. */
export function discrepancyDocument(row: DiscrepancyRow): JsonDocument {
  return {
    object: "discrepancy",
    id: row.id,
    type: row.type,
    state: row.state,
    account_id: row.channelAccountId,
    payment_id: row.paymentId,
    attempt_id: row.attemptId,
    refund_id: row.refundId === "" ? null : row.refundId,
    trace_id: row.traceId,
    found_at: row.foundAt.toISOString(),
  };
}
