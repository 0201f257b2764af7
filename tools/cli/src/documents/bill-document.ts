import type { BillRow } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

export function billDocument(row: BillRow): JsonDocument {
  return {
    object: "bill",
    id: row.id,
    account_id: row.channelAccountId,
    day: row.day,
    type: row.type,
    version: row.version,
    state: row.state,
    lines: row.lines,
    fault: row.fault,
    source: row.source,
    confirmed_at: row.confirmedAt?.toISOString() ?? null,
    bytes: row.bytes,
    created_at: row.createdAt.toISOString(),
    loaded_at: row.loadedAt?.toISOString() ?? null,
  };
}

/** With its sums, in fen, and where its file is. */
export function wholeBillDocument(row: BillRow): JsonDocument {
  const { sha256, archiveKey, totals, traceId } = row;
  return {
    ...billDocument(row),
    sha256,
    archive_key: archiveKey,
    totals: snakeCased(totals),
    trace_id: traceId,
  };
}

function snakeCased(totals: unknown): JsonDocument | null {
  if (typeof totals !== "object" || totals === null) return null;
  const members = Object.entries(totals).map(([name, value]: [string, unknown]) => [
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  return Object.fromEntries(members) as JsonDocument; // because fromEntries forgets what the values are
}
