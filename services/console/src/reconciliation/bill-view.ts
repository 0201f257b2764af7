import type { BillView } from "@compose-pay/contracts";
import type { BillRow } from "@compose-pay/database";

export function billView(row: BillRow): BillView {
  return {
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
    sha256: row.sha256,
    has_file: row.archiveKey !== null,
    totals: totalsOf(row.totals),
    trace_id: row.traceId,
    created_at: row.createdAt.toISOString(),
    loaded_at: row.loadedAt?.toISOString() ?? null,
  };
}

/** The sums that stand at the top, by their names as the API writes them. */
function totalsOf(totals: unknown): Readonly<Record<string, number>> {
  if (typeof totals !== "object" || totals === null) return {};
  return Object.fromEntries(
    Object.entries(totals).flatMap(([name, value]: [string, unknown]) =>
      typeof value === "number" ? [[name.replaceAll(/[A-Z]/g, (one) => `_${one.toLowerCase()}`), value]] : [],
    ),
  );
}
