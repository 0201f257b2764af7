import type { PaymentWithAttempts } from "@compose-pay/database";
import { decideAttempt } from "@compose-pay/domain";
import { decideTransition } from "./decide-transition.ts";
import { refusedClaim, takenTradeNo } from "./fact-discrepancy.ts";
import type { FactWrites } from "./fact-writes.ts";
import type { Recorded, RecordedFact } from "./record-facts.ts";
import type { TradeNumbers } from "./trade-numbers.ts";

/** What became of a fact, and what that writes. */
export interface DecidedFact {
  readonly outcome: Recorded;
  readonly writes: FactWrites;
}

/**
 * Holds a fact against its payment, which is locked, by the life cycle of attempts.
 *
 * @throws Error when there is no such attempt
 */
export function decideFact(
  found: PaymentWithAttempts | undefined,
  recorded: RecordedFact,
  { at, tradeNumbers }: { readonly at: Date; readonly tradeNumbers: TradeNumbers },
): DecidedFact {
  const attempt = found?.attempts.find(({ id }) => id === recorded.attemptId);
  if (found === undefined || attempt === undefined) {
    throw new Error(`attempt ${recorded.attemptId} of payment ${recorded.paymentId} does not exist`);
  }
  const view = { payment: found.payment, attempt };
  const calls = recorded.calls ?? [];
  // What somebody has asked to end is not begun any more.
  if (recorded.fact.type === "submitting" && attempt.closeRequested) {
    return { outcome: { kind: "unchanged", view }, writes: { calls } };
  }
  const decision = decideAttempt(attempt.state, recorded.fact, attempt);
  switch (decision.kind) {
    case "unchanged":
      return { outcome: { kind: "unchanged", view }, writes: { calls } };
    case "refused": {
      const { reason } = decision;
      const discrepancies = refusedClaim({ attempt, recorded, reason, at });
      return { outcome: { kind: "refused", view, reason }, writes: { calls, discrepancies } };
    }
    case "transition": {
      const heldBy = tradeNumbers.otherHolder(attempt, recorded.fact);
      if (heldBy !== null) {
        const discrepancies = [takenTradeNo({ attempt, recorded, at }, heldBy)];
        return {
          outcome: { kind: "refused", view, reason: "trade_no_taken" },
          writes: { calls, discrepancies },
        };
      }
      if (decision.late && recorded.lateNeedsConfirmation === true) {
        return { outcome: { kind: "late", view }, writes: { calls } };
      }
      const { view: after, writes } = decideTransition({ found, attempt, recorded, next: decision.next, at });
      tradeNumbers.take(attempt, recorded.fact);
      const messages = writes.messages ?? [];
      return { outcome: { kind: "changed", view: after, messages }, writes: { ...writes, calls } };
    }
  }
}
