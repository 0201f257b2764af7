import type { JsonDocument } from "../command-result.ts";
import { renderFields } from "./render-fields.ts";
import { renderTable } from "./render-table.ts";

/** A discrepancy, and below it what stands here beside what the channel said. */
export function renderDiscrepancy({ evidence, ...fields }: JsonDocument): string {
  const { here, there, ...about } = membersOf(evidence);
  const [ours, theirs] = [membersOf(here), membersOf(there)];
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  const rows = names.map((name) => [name, ours[name], theirs[name]]);
  const sides =
    rows.length === 0 ? renderFields({ here, there }) : renderTable(["what", "here", "there"], rows);
  return [renderFields({ ...fields, ...about }), sides].join("\n\n");
}

function membersOf(value: unknown): JsonDocument {
  // because an object of JSON has members by name
  return typeof value === "object" && value !== null ? (value as JsonDocument) : {};
}
