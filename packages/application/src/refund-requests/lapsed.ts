import type { RefundRequestDecision } from "@compose-pay/database";

/** Why a request for where money goes ended by itself; kept as its `decision_reason`. */
export type LapseReason =
  /** Its refund goes on without it, or has ended. */
  | "refund_not_abnormal"
  /** Other destinations than the one that was asked for were entered too often. */
  | "destination_differs"
  /** The second person agreed, and the channel did not do it. */
  | "channel_declined"
  /** The channel could not be reached, and meanwhile the same was asked for once more. */
  | "asked_anew";

/** A request that ends by itself. */
export function lapsed(reason: LapseReason, at: Date): RefundRequestDecision {
  return { state: "lapsed", decidedBy: null, decidedAt: at, decisionReason: reason };
}
