import { type RefundState, refundLadder } from "@compose-pay/domain";
import { later, messageLeaseMs } from "./due-after.ts";

const [firstWaitMs = messageLeaseMs] = refundLadder;
const longestWaitMs = refundLadder.at(-1) ?? messageLeaseMs;

/** When a sweep must look at a refund that has just come to this state; null when nothing is left to do. */
export function refundDueAfter(state: RefundState, at: Date): Date | null {
  switch (state) {
    case "created":
    case "submitted":
      return later(at, messageLeaseMs);
    case "processing":
      return later(at, firstWaitMs);
    case "abnormal":
      // An operator may have settled it at the channel itself.
      return later(at, longestWaitMs);
    case "succeeded":
    case "failed":
      return null;
  }
}
