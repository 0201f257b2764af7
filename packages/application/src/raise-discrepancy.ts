import { type AttemptRow, type Connection, insertDiscrepancy } from "@compose-pay/database";
import type { RefusalReason } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import type { RecordedFact } from "./record-fact.ts";

/** Keeps a claim that was refused, with both sides of it, for somebody to look at. */
export async function raiseDiscrepancy(
  transaction: Connection,
  claim: {
    readonly attempt: AttemptRow;
    readonly recorded: RecordedFact;
    readonly reason: RefusalReason;
    readonly at: Date;
  },
): Promise<void> {
  // `sent_before` is a step of ours that came too late, not a difference with the channel.
  if (claim.reason !== "amount_differs") return;
  const { attempt, recorded } = claim;
  await insertDiscrepancy(transaction, {
    id: newId("dsc"),
    type: claim.reason,
    state: "open",
    channelAccountId: attempt.channelAccountId,
    paymentId: attempt.paymentId,
    attemptId: attempt.id,
    evidence: {
      cause: recorded.cause,
      here: { state: attempt.state, amount: attempt.amount, currency: attempt.currency },
      there: recorded.fact,
    },
    traceId: recorded.traceId,
    foundAt: claim.at,
  });
}
