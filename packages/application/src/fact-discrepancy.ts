import type { AttemptRow, NewDiscrepancy, DiscrepancyType } from "@compose-pay/database";
import type { RefusalReason } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import type { RecordedFact } from "./record-facts.ts";

/** A claim that was refused, with both sides of it, for somebody to look at; nothing for one that is no difference. */
export function refusedClaim(claim: Claim & { readonly reason: RefusalReason }): readonly NewDiscrepancy[] {
  // `sent_before` is a step of ours that came too late, not a difference with the channel.
  return claim.reason === "amount_differs" ? [discrepancy(claim.reason, claim)] : [];
}

/** A payment that is claimed under a number of the channel which another attempt of the same account has. */
export function takenTradeNo(claim: Claim, heldBy: string): NewDiscrepancy {
  return discrepancy("trade_no_taken", claim, { held_by: heldBy });
}

interface Claim {
  readonly attempt: AttemptRow;
  readonly recorded: RecordedFact;
  readonly at: Date;
}

function discrepancy(
  type: DiscrepancyType,
  { attempt, recorded, at }: Claim,
  more: Readonly<Record<string, string>> = {},
): NewDiscrepancy {
  return {
    id: newId("dsc"),
    type,
    state: "open",
    channelAccountId: attempt.channelAccountId,
    paymentId: attempt.paymentId,
    attemptId: attempt.id,
    refundId: "",
    evidence: {
      cause: recorded.cause,
      here: { state: attempt.state, amount: attempt.amount, currency: attempt.currency },
      there: recorded.fact,
      ...more,
    },
    traceId: recorded.traceId,
    foundAt: at,
  };
}
