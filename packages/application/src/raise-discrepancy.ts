import {
  type AttemptRow,
  type Connection,
  type DiscrepancyType,
  insertDiscrepancy,
} from "@compose-pay/database";
import type { RefusalReason } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import type { RecordedFact } from "./record-fact.ts";

/** Keeps a claim that was refused, with both sides of it, for somebody to look at. */
export async function raiseDiscrepancy(
  transaction: Connection,
  claim: Claim & { readonly reason: RefusalReason },
): Promise<void> {
  // `sent_before` is a step of ours that came too late, not a difference with the channel.
  if (claim.reason !== "amount_differs") return;
  await insertDiscrepancy(transaction, discrepancy(claim.reason, claim));
}

/** Two attempts of one payment took money. The second is kept as it is, and somebody must give it back. */
export async function raisePaidTwice(transaction: Connection, claim: Claim): Promise<void> {
  await insertDiscrepancy(transaction, discrepancy("paid_twice", claim));
}

interface Claim {
  readonly attempt: AttemptRow;
  readonly recorded: RecordedFact;
  readonly at: Date;
}

function discrepancy(type: DiscrepancyType, { attempt, recorded, at }: Claim) {
  return {
    id: newId("dsc"),
    type,
    state: "open" as const,
    channelAccountId: attempt.channelAccountId,
    paymentId: attempt.paymentId,
    attemptId: attempt.id,
    evidence: {
      cause: recorded.cause,
      here: { state: attempt.state, amount: attempt.amount, currency: attempt.currency },
      there: recorded.fact,
    },
    traceId: recorded.traceId,
    foundAt: at,
  };
}
