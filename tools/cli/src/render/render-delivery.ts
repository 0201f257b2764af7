import type { Delivery } from "@compose-pay/contracts";
import type { JsonDocument } from "../command-result.ts";
import { renderFields } from "./render-fields.ts";
import { renderTable } from "./render-table.ts";

/** What a list shows of a delivery. */
export const deliveryColumns = [
  "id",
  "created_at",
  "event_id",
  "event_type",
  "endpoint_id",
  "status",
  "attempts_made",
  "next_attempt_at",
  "last",
] as const;

const attemptColumns = [
  "number",
  "started_at",
  "trigger",
  "status",
  "ms",
  "address",
  "error",
  "response",
] as const;

/** How its last attempt ended, in one word. */
export function lastOf({ attempts }: Delivery): string | null {
  const last = attempts.at(-1);
  return last === undefined ? null : (last.error ?? String(last.status));
}

/** A delivery and below it its attempts. */
export function renderDelivery(delivery: Delivery, more: JsonDocument = {}): string {
  const { attempts, ...fields } = delivery;
  const rows = attempts.map((attempt) => attemptColumns.map((column) => attempt[column]));
  const parts = [renderFields({ ...fields, ...more })];
  if (rows.length > 0) parts.push(renderTable(attemptColumns, rows));
  return parts.join("\n\n");
}
