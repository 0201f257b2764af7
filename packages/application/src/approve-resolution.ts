import { decideResolution, type Resolution } from "@compose-pay/domain";
import {
  type Connection,
  type DiscrepancyRow,
  findOperator,
  findOperatorByEmail,
} from "@compose-pay/database";
import { discrepancyFacts } from "./discrepancy-facts.ts";
import { isSamePerson, plainNameOf } from "./is-same-person.ts";
import { withLockedDiscrepancy } from "./lock-discrepancy.ts";
import { stillMay } from "./operators/still-may.ts";
import { finish, type ResolutionDeps, type ResolutionResult } from "./resolve-discrepancy.ts";

/**
 * `same_person`: who has decided cannot agree too. `decided_anew`: what waits is not what was seen. `decider_disabled`:
 * who has decided can sign in no more, or may decide no more. What is refused has changed nothing and still waits.
 */
export type ApprovalResult =
  | Extract<ResolutionResult, { readonly kind: "resolved" | "refused" | "discrepancy_unknown" }>
  | {
      readonly kind: "same_person" | "decided_anew" | "decider_disabled" | "not_awaiting_approval";
      readonly row: DiscrepancyRow;
    };

/**
 * A second person agrees, and what was decided is done; held against what stands here now and not what stood then.
 *
 * @param approval `decidedAt`: which decision was looked at; left out, whichever waits
 */
export async function approveResolution(
  deps: ResolutionDeps,
  { id, operator, decidedAt }: { readonly id: string; readonly operator: string; readonly decidedAt?: Date },
): Promise<ApprovalResult> {
  const result = await withLockedDiscrepancy(deps, id, async (transaction, locked) => {
    const { row, subject } = locked;
    const resolution = decisionOf(row);
    if (resolution === null) return { kind: "not_awaiting_approval", row } as const;
    if (decidedAt !== undefined && decidedAt.getTime() !== row.decidedAt?.getTime())
      return { kind: "decided_anew", row } as const;
    if (isSamePerson(row.resolvedBy ?? "", operator)) return { kind: "same_person", row } as const;
    if (!(await mayStillDecide(transaction, row.resolvedBy ?? "")))
      return { kind: "decider_disabled", row } as const;
    const facts = await discrepancyFacts(transaction, row, subject);
    const decided = decideResolution(facts, resolution, deps.approvalFromFen);
    if (decided.kind === "refused") return { ...decided, row };
    return finish(transaction, locked, { effects: decided.effects, by: { approvedBy: operator } });
  });
  return result ?? { kind: "discrepancy_unknown" };
}

function decisionOf({ state, resolution }: DiscrepancyRow): Resolution | null {
  return state !== "awaiting_approval" || resolution === "by_itself" ? null : resolution;
}

/** Operators stand under their e-mail, or their id; who is none has decided at the command line, which nobody ends. */
async function mayStillDecide(transaction: Connection, name: string): Promise<boolean> {
  const decider =
    (await findOperatorByEmail(transaction, plainNameOf(name))) ?? (await findOperator(transaction, name));
  return decider === null || stillMay(transaction, decider.id, "reconciliation.act");
}
