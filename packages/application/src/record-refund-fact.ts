import {
  type ChannelCallRow,
  type Connection,
  type Database,
  decideSettlesOfRefund,
  inTransaction,
  lockPayment,
  lockRefund,
  type OutboxRow,
  type PaymentWithAttempts,
  type RefundRow,
  type RefundView,
} from "@compose-pay/database";
import { decideRefund, type RefundFact, type RefundRefusalReason } from "@compose-pay/domain";
import type { Clock } from "@compose-pay/runtime";
import { decideRefundTransition } from "./decide-refund-transition.ts";
import { type FactWrites, saveFactWrites } from "./fact-writes.ts";
import { refusedRefundClaim } from "./refund-discrepancy.ts";
import { lapsed } from "./refund-requests/lapsed.ts";

/** A statement about one refund and where it comes from. */
export interface RecordedRefundFact {
  readonly paymentId: string;
  readonly refundId: string;
  readonly fact: RefundFact;
  /** Who says so: `refund`, `refund_query`, `notification`, `operator`. Kept with the change. */
  readonly cause: string;
  readonly traceId: string;
  /** Journalled in the same transaction, oldest first. */
  readonly calls?: readonly ChannelCallRow[];
}

/** `messages` are stored already and wait to be dispatched after the commit. */
export type RefundRecorded =
  | { readonly kind: "changed"; readonly view: RefundView; readonly messages: readonly OutboxRow[] }
  | { readonly kind: "unchanged"; readonly view: RefundView }
  | { readonly kind: "refused"; readonly view: RefundView; readonly reason: RefundRefusalReason };

/**
 * The one way by which refunds change: lock the payment, decide by the life cycle, save as a compare-and-set
 * with its cause and event. A refund that fails gives its part of the balance back in the same transaction. What
 * is already known is absorbed; a claim that the life cycle refuses is raised as a discrepancy. What people were to
 * agree to about an abnormal refund lapses when it is abnormal no more.
 *
 * @param alsoInTransaction what must be saved with it or not at all
 */
export async function recordRefundFact(
  deps: { readonly database: Database; readonly clock: Clock },
  recorded: RecordedRefundFact,
  alsoInTransaction?: (transaction: Connection, outcome: RefundRecorded) => Promise<void>,
): Promise<RefundRecorded> {
  return inTransaction(deps.database, async (transaction) => {
    const outcome = await recordRefundFactIn(transaction, recorded, deps.clock.now());
    await alsoInTransaction?.(transaction, outcome);
    return outcome;
  });
}

/** The same within a transaction that has begun. */
export async function recordRefundFactIn(
  transaction: Connection,
  recorded: RecordedRefundFact,
  at: Date,
): Promise<RefundRecorded> {
  const found = await lockPayment(transaction, recorded.paymentId);
  const refund = await lockRefund(transaction, recorded.refundId);
  if (found === null || refund === null || refund.paymentId !== recorded.paymentId) {
    throw new Error(`refund ${recorded.refundId} of payment ${recorded.paymentId} does not exist`);
  }
  const { outcome, writes } = decide({ found, refund, recorded, at });
  const messages = await saveFactWrites(transaction, [{ ...writes, calls: recorded.calls ?? [] }]);
  if (outcome.kind !== "changed") return outcome;
  // Nobody agrees any more to where the money goes: it goes on already.
  if (refund.state === "abnormal")
    await decideSettlesOfRefund(transaction, refund.id, lapsed("refund_not_abnormal", at));
  return { ...outcome, messages };
}

interface Step {
  readonly found: PaymentWithAttempts;
  readonly refund: RefundRow;
  readonly recorded: RecordedRefundFact;
  readonly at: Date;
}

function decide(step: Step): { readonly outcome: RefundRecorded; readonly writes: FactWrites } {
  const { found, refund, recorded, at } = step;
  const attempt = found.attempts.find(({ id }) => id === refund.attemptId);
  if (attempt === undefined) throw new Error(`refund ${refund.id} has no attempt`);
  const view = { refund, payment: found.payment, attempt };
  const decision = decideRefund(refund.state, recorded.fact, refund);
  switch (decision.kind) {
    case "unchanged":
      return { outcome: { kind: "unchanged", view }, writes: {} };
    case "refused": {
      const { reason } = decision;
      const discrepancies = [refusedRefundClaim({ refund, recorded, at }, reason)];
      return { outcome: { kind: "refused", view, reason }, writes: { discrepancies } };
    }
    case "transition": {
      const { next } = decision;
      const { view: after, writes } = decideRefundTransition({ found, view, recorded, next, at });
      return { outcome: { kind: "changed", view: after, messages: [] }, writes };
    }
  }
}
