import type { CircuitOrderRow } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

export function circuitOrderDocument(order: CircuitOrderRow): JsonDocument {
  return {
    object: "circuit_order",
    id: order.id,
    account_id: order.channelAccountId,
    class: order.operationClass,
    mode: order.mode,
    reason: order.reason,
    ordered_by: order.orderedBy,
    until: order.until?.toISOString() ?? null,
    ordered_at: order.orderedAt.toISOString(),
  };
}
