import type { LeftoverRow, NewDiscrepancy, SuspenseRow } from "@compose-pay/database";

/** What one page of matching writes. */
export interface Findings {
  readonly discrepancies: NewDiscrepancy[];
  readonly leftovers: LeftoverRow[];
  /** Numbers that were suspended and are here now. */
  readonly resolved: string[];
  readonly suspended: SuspenseRow[];
}

export function noFindings(): Findings {
  return { discrepancies: [], leftovers: [], resolved: [], suspended: [] };
}
