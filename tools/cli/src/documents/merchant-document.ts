import type { MerchantRow } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

export function merchantDocument(merchant: MerchantRow): JsonDocument {
  return {
    object: "merchant",
    id: merchant.id,
    name: merchant.name,
    status: merchant.status,
    created_at: merchant.createdAt.toISOString(),
  };
}
