import { circuitOrderView } from "@compose-pay/application";
import type { CircuitOrderRow } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

export function circuitOrderDocument(order: CircuitOrderRow): JsonDocument {
  return { object: "circuit_order", ...circuitOrderView(order) };
}
