import type { Database, DiscrepancyRow } from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import { withLockedDiscrepancy } from "./lock-discrepancy.ts";
import { withRejection } from "./resolution-outcome.ts";
import { save } from "./resolve-discrepancy.ts";

export type RejectionResult =
  | {
      /** `decided_anew`: what waits is not what was seen. */
      readonly kind: "rejected" | "decided_anew" | "not_awaiting_approval";
      readonly row: DiscrepancyRow;
    }
  | { readonly kind: "discrepancy_unknown" };

export interface RejectionWish {
  readonly id: string;
  readonly operator: string;
  readonly reason: string;
  /** Which decision was looked at; left out, whichever waits. */
  readonly decidedAt?: Date;
}

/** Somebody does not agree, or whoever decided takes it back: it is open again, and what was decided is kept. */
export async function rejectResolution(
  deps: { readonly database: Database; readonly clock: Clock },
  { id, operator, reason, decidedAt }: RejectionWish,
): Promise<RejectionResult> {
  const result = await withLockedDiscrepancy(deps, id, async (transaction, { row, at }) => {
    if (row.state !== "awaiting_approval") return { kind: "not_awaiting_approval", row } as const;
    if (decidedAt !== undefined && decidedAt.getTime() !== row.decidedAt?.getTime())
      return { kind: "decided_anew", row } as const;
    const outcome = withRejection(row, {
      resolution: row.resolution,
      decided_by: row.resolvedBy,
      decided_because: row.reason,
      rejected_by: operator,
      rejected_because: reason,
      at: at.toISOString(),
    });
    const undone = { resolution: null, reason: null, resolvedBy: null, decidedAt: null };
    const opened = await save(transaction, row, { ...undone, state: "open", outcome });
    return { kind: "rejected", row: opened } as const;
  });
  return result ?? { kind: "discrepancy_unknown" };
}
