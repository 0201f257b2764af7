import {
  type Connection,
  type Database,
  type DiscrepancyChange,
  type DiscrepancyRow,
  type OutboxRow,
  updateDiscrepancy,
} from "@compose-pay/database";
import { decideResolution, type Resolution, type ResolutionRefusal } from "@compose-pay/domain";
import type { Clock } from "@compose-pay/runtime";
import { applyEffect, type LockedDiscrepancy } from "./apply-resolution.ts";
import { discrepancyFacts } from "./discrepancy-facts.ts";
import { withLockedDiscrepancy } from "./lock-discrepancy.ts";
import { outcomeOf } from "./resolution-outcome.ts";

export interface ResolutionDeps {
  readonly database: Database;
  readonly clock: Clock;
  /** From this amount on, and where none is known, a second person must agree. */
  readonly approvalFromFen: number;
}

/** `resolved`: done, and `messages` are stored and wait to be dispatched. What is refused has changed nothing. */
export type ResolutionResult =
  | { readonly kind: "resolved"; readonly row: DiscrepancyRow; readonly messages: readonly OutboxRow[] }
  | { readonly kind: "awaiting_approval"; readonly row: DiscrepancyRow }
  | { readonly kind: "refused"; readonly row: DiscrepancyRow; readonly reason: ResolutionRefusal }
  /** Somebody has decided on it already. */
  | { readonly kind: "not_open"; readonly row: DiscrepancyRow }
  | { readonly kind: "discrepancy_unknown" };

/** Decides on an open discrepancy: it is done at once, or waits for a second person. */
export async function resolveDiscrepancy(
  deps: ResolutionDeps,
  decision: {
    readonly id: string;
    readonly resolution: Resolution;
    readonly reason: string;
    readonly operator: string;
  },
): Promise<ResolutionResult> {
  const { id, resolution, reason, operator } = decision;
  const result = await withLockedDiscrepancy(deps, id, async (transaction, locked) => {
    const { row, subject, at } = locked;
    if (row.state !== "open") return { kind: "not_open", row } as const;
    const facts = await discrepancyFacts(transaction, row, subject);
    const decided = decideResolution(facts, resolution, deps.approvalFromFen);
    if (decided.kind === "refused") return { ...decided, row };
    const by = { resolution, reason, resolvedBy: operator, decidedAt: at };
    if (!decided.needsApproval) return finish(transaction, locked, { effects: decided.effects, by });
    const waiting = await save(transaction, row, { ...by, state: "awaiting_approval" });
    return { kind: "awaiting_approval", row: waiting } as const;
  });
  return result ?? { kind: "discrepancy_unknown" };
}

/** Does what was decided and says so, together or not at all. */
export async function finish(
  transaction: Connection,
  locked: LockedDiscrepancy,
  { effects: [effect], by }: { readonly effects: readonly Effect[]; readonly by: DiscrepancyChange },
): Promise<Extract<ResolutionResult, { readonly kind: "resolved" | "refused" }>> {
  const { row, at } = locked;
  const applied = await applyEffect(transaction, locked, effect);
  if (applied.kind === "refused") return { ...applied, row };
  const outcome = { ...outcomeOf(row), done: applied.done };
  const resolved = await save(transaction, row, { ...by, state: "resolved", outcome, resolvedAt: at });
  return { kind: "resolved", row: resolved, messages: applied.messages };
}

type Effect = Parameters<typeof applyEffect>[2];

/** The row is locked, so that a compare-and-set which misses is a bug of ours. */
export async function save(
  transaction: Connection,
  row: DiscrepancyRow,
  change: DiscrepancyChange,
): Promise<DiscrepancyRow> {
  if (!(await updateDiscrepancy(transaction, row, change))) {
    throw new Error(`the locked discrepancy ${row.id} changed under its lock`);
  }
  return { ...row, ...change };
}
