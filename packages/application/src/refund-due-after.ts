import { type RefundFact, type RefundState, refundLadder } from "@compose-pay/domain";
import { checkAfterRefusalMs, later, messageLeaseMs } from "./due-after.ts";

const [firstWaitMs = messageLeaseMs] = refundLadder;
const longestWaitMs = refundLadder.at(-1) ?? messageLeaseMs;

/**
 * When a sweep must look at a refund that has just come to this state; null when nothing is left to do.
 *
 * @param fact what brought it there, if it is not new
 */
export function refundDueAfter(state: RefundState, at: Date, fact?: RefundFact): Date | null {
  switch (state) {
    case "created":
    case "submitted":
      return later(at, messageLeaseMs);
    case "processing":
      return later(at, firstWaitMs);
    case "abnormal":
      // An operator may have settled it at the channel itself.
      return later(at, longestWaitMs);
    case "failed":
      return fact?.type === "failed" && fact.isRefusal === true ? later(at, checkAfterRefusalMs) : null;
    case "succeeded":
      return null;
  }
}
