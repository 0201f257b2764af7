import { later, unknownOutcomeMs } from "@compose-pay/application";
import type { Answer } from "@compose-pay/channels";
import type { RefundRow } from "@compose-pay/database";
import { misconfiguredLadder, refundLadder, repeatingWaitMs } from "@compose-pay/domain";

/**
 * While a refund is young, the end of an unknown outcome is not looked for later than this, so that one whose
 * channel was away for some minutes is settled soon after it is back.
 */
const longestUnknownMs = 30_000;
const youngMs = 3_600_000;

/** What nextRefundLook needs to know of a refund. */
export type LookedAtRefund = Pick<RefundRow, "state" | "triesMade" | "createdAt">;

/**
 * When a refund is looked at again after an answer that settled nothing. It always is: no timer ends a refund.
 *
 * @param jitter uniform in [0, 1)
 */
export function nextRefundLook(
  refund: LookedAtRefund,
  answer: Pick<Answer<unknown>, "kind">,
  { at, jitter }: { readonly at: Date; readonly jitter: number },
): Date {
  return later(at, waitAfter(refund, answer, { at, jitter }));
}

function waitAfter(
  { state, triesMade, createdAt }: LookedAtRefund,
  answer: Pick<Answer<unknown>, "kind">,
  { at, jitter }: { readonly at: Date; readonly jitter: number },
): number {
  // Only an operator moves it, here or at the channel.
  if (state === "abnormal") return repeatingWaitMs(refundLadder, Infinity, jitter);
  switch (answer.kind) {
    case "misconfigured":
      return repeatingWaitMs(misconfiguredLadder, triesMade, jitter);
    case "unknown": {
      if (triesMade === 0) return unknownOutcomeMs;
      const wait = repeatingWaitMs(refundLadder, triesMade - 1, jitter);
      const isYoung = at.getTime() - createdAt.getTime() < youngMs;
      return isYoung ? Math.min(wait, longestUnknownMs) : wait;
    }
    case "throttled":
      return repeatingWaitMs(refundLadder, triesMade, jitter);
    case "ok":
    case "declined":
      // The first wait of the ladder was over when the channel was asked.
      return repeatingWaitMs(refundLadder, triesMade + 1, jitter);
  }
}
