import type { NewDiscrepancy, DiscrepancyType, RefundRow } from "@compose-pay/database";
import type { RefundRefusalReason, RefundState } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import type { RecordedRefundFact } from "./record-refund-fact.ts";

interface RefundClaim {
  readonly refund: RefundRow;
  readonly recorded: Pick<RecordedRefundFact, "fact" | "cause" | "traceId">;
  readonly at: Date;
}

/** A claim about a refund that was refused, with both sides of it, for somebody to look at. */
export function refusedRefundClaim(claim: RefundClaim, reason: RefundRefusalReason): NewDiscrepancy {
  switch (reason) {
    case "amount_differs":
      return refundDiscrepancy("amount_differs", claim);
    case "ended_before":
      return refundDiscrepancy("refund_ended_before", claim);
  }
}

/** Money that was paid twice and does not go back by itself: a person must see to it. */
export function refundDiscrepancies(claim: RefundClaim, next: RefundState): readonly NewDiscrepancy[] {
  const isStuck = claim.refund.kind === "duplicate" && (next === "failed" || next === "abnormal");
  return isStuck ? [refundDiscrepancy("paid_twice", claim)] : [];
}

function refundDiscrepancy(type: DiscrepancyType, { refund, recorded, at }: RefundClaim): NewDiscrepancy {
  return {
    id: newId("dsc"),
    type,
    state: "open",
    channelAccountId: refund.channelAccountId,
    paymentId: refund.paymentId,
    attemptId: refund.attemptId,
    refundId: refund.id,
    evidence: {
      cause: recorded.cause,
      here: { state: refund.state, amount: refund.amount, currency: refund.currency },
      there: recorded.fact,
    },
    traceId: recorded.traceId,
    foundAt: at,
  };
}
