import type { ContractRow } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

/** What an app may do with a method, and what it costs. Amounts in fen. */
export function contractDocument(contract: ContractRow): JsonDocument {
  return {
    object: "contract",
    app_id: contract.appId,
    method: contract.method,
    enabled: contract.enabled,
    min_amount: contract.minAmount,
    max_amount: contract.maxAmount,
    daily_amount: contract.dailyAmount,
    fee_rate_bps: contract.feeRateBps,
    fee_fixed: contract.feeFixed,
    fee_min: contract.feeMin,
    fee_max: contract.feeMax,
    fee_rounding: contract.feeRounding,
    fee_returned: contract.feeReturned,
    updated_at: contract.updatedAt.toISOString(),
  };
}
