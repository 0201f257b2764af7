import { type Database, type DiscrepancyRow, listOpenDiscrepancies } from "@compose-pay/database";
import type { DiscrepancyType } from "@compose-pay/domain";

/** Where a round through the open discrepancies stands. */
export interface RepairCursor {
  readonly type: DiscrepancyType;
  readonly foundAt: Date;
  readonly id: string;
}

export interface RepairRound {
  /** How many discrepancies are looked at, at the most. */
  readonly limit: number;
  readonly now: Date;
  /** `next` of the call before, so that every one has its turn; from the beginning without it. */
  readonly after?: RepairCursor | null;
}

/** What the life cycle may put right after the channel was asked. */
const repairableTypes = ["status_differs", "missing_here"] as const;

/** @returns the next ones that reconciliation has found, and where to go on; `next` is null when the round is over */
export async function repairableDiscrepancies(
  { connection }: Database,
  { limit, after = null }: RepairRound,
): Promise<{ readonly rows: readonly DiscrepancyRow[]; readonly next: RepairCursor | null }> {
  const rows: DiscrepancyRow[] = [];
  const first = repairableTypes.findIndex((type) => type === after?.type);
  for (const type of repairableTypes.slice(Math.max(first, 0))) {
    const behind = after?.type === type ? after : null;
    rows.push(
      ...(await listOpenDiscrepancies(connection, { type, after: behind, limit: limit - rows.length })),
    );
    if (rows.length === limit) break;
  }
  const last = rows.length < limit ? undefined : rows.at(-1);
  const next = last === undefined ? null : { type: last.type, foundAt: last.foundAt, id: last.id };
  return { rows: rows.filter(({ runId }) => runId !== null), next };
}
