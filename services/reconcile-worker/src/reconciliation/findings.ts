import type { LeftoverRow, NewDiscrepancy, SuspenseRow } from "@compose-pay/database";

/** What one page of matching writes. */
export interface Findings {
  readonly discrepancies: NewDiscrepancy[];
  readonly leftovers: LeftoverRow[];
  readonly suspended: SuspenseRow[];
}

export function noFindings(): Findings {
  return { discrepancies: [], leftovers: [], suspended: [] };
}
