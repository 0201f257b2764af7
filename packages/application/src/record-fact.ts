import type { NextAction } from "@compose-pay/contracts";
import {
  type ChannelCallRow,
  type Connection,
  type Database,
  type OutboxRow,
  type PaymentView,
  inTransaction,
  insertChannelCalls,
  lockPayment,
} from "@compose-pay/database";
import { type AttemptFact, type RefusalReason, decideAttempt } from "@compose-pay/domain";
import type { Clock } from "@compose-pay/runtime";
import { raiseDiscrepancy } from "./raise-discrepancy.ts";
import { saveTransition } from "./save-transition.ts";

/** A statement about one attempt and where it comes from. */
export interface RecordedFact {
  readonly paymentId: string;
  readonly attemptId: string;
  readonly fact: AttemptFact;
  /** Who says so: `create`, `query`, `close`, `notification`. Kept with the change. */
  readonly cause: string;
  readonly traceId: string;
  /** What the customer needs; with `accepted`. */
  readonly nextAction?: NextAction;
  /** Money for an attempt that has ended is not taken from this statement: it may be older than the end. */
  readonly lateNeedsConfirmation?: boolean;
  /** Journalled in the same transaction, oldest first. */
  readonly calls?: readonly ChannelCallRow[];
}

/** `messages` are stored already and wait to be dispatched after the commit. */
export type Recorded =
  | { readonly kind: "changed"; readonly view: PaymentView; readonly messages: readonly OutboxRow[] }
  | { readonly kind: "unchanged"; readonly view: PaymentView }
  /** Nothing was changed: the statement would be late, and its maker wants it confirmed first. */
  | { readonly kind: "late"; readonly view: PaymentView }
  | { readonly kind: "refused"; readonly view: PaymentView; readonly reason: RefusalReason };

/**
 * The one way by which an attempt and its payment change: lock, decide by the life cycle, save as a
 * compare-and-set with its cause and its event. What is already known is absorbed; a claim that the
 * life cycle refuses is raised as a discrepancy.
 *
 * @param alsoInTransaction what must be saved with it or not at all
 */
export async function recordFact(
  deps: { readonly database: Database; readonly clock: Clock },
  recorded: RecordedFact,
  alsoInTransaction?: (transaction: Connection, outcome: Recorded) => Promise<void>,
): Promise<Recorded> {
  return inTransaction(deps.database, async (transaction) => {
    const at = deps.clock.now();
    const outcome = await decideAndSave(transaction, recorded, at);
    await insertChannelCalls(transaction, recorded.calls ?? []);
    await alsoInTransaction?.(transaction, outcome);
    return outcome;
  });
}

async function decideAndSave(transaction: Connection, recorded: RecordedFact, at: Date): Promise<Recorded> {
  const found = await lockPayment(transaction, recorded.paymentId);
  const attempt = found?.attempts.find(({ id }) => id === recorded.attemptId);
  if (found === null || attempt === undefined) {
    throw new Error(`attempt ${recorded.attemptId} of payment ${recorded.paymentId} does not exist`);
  }
  const decision = decideAttempt(attempt.state, recorded.fact, attempt);
  switch (decision.kind) {
    case "unchanged":
      return { kind: "unchanged", view: { payment: found.payment, attempt } };
    case "refused":
      await raiseDiscrepancy(transaction, { attempt, recorded, reason: decision.reason, at });
      return { kind: "refused", view: { payment: found.payment, attempt }, reason: decision.reason };
    case "transition":
      if (decision.late && recorded.lateNeedsConfirmation === true) {
        return { kind: "late", view: { payment: found.payment, attempt } };
      }
      return saveTransition(transaction, { found, attempt, recorded, next: decision.next, at });
  }
}
