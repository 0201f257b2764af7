import type { RunRow } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

/** A run as people see it; without its summary, which `run show` adds. */
export function runDocument(run: RunRow): JsonDocument {
  return {
    object: "run",
    id: run.id,
    account_id: run.channelAccountId,
    day: run.day,
    version: run.version,
    state: run.state,
    fault: run.fault,
    trade_bill_id: run.tradeBillId,
    fund_bill_id: run.fundBillId,
    asked: run.asked,
    trigger: run.trigger,
    created_at: run.createdAt.toISOString(),
    due_at: run.dueAt?.toISOString() ?? null,
    matched_at: run.matchedAt?.toISOString() ?? null,
    closed_at: run.closedAt?.toISOString() ?? null,
  };
}
