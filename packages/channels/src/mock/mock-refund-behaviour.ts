import type { OrderReference } from "../channel.ts";

/**
 * What `metadata.mock_refund` of a payment makes the channel do with each of its refunds.
 *
 * - `succeed`: the money is back at once, at the moment the refund was made.
 * - `pend`: the channel has taken the refund and works on it for `pendMs`, then the money is back.
 * - `fail`: refused.
 * - `abnormal`: the channel holds the money until an operator says where it goes.
 * - `unknown`: the answer to the refund is lost; the money is back all the same, as a query tells.
 *
 * As with orders nothing is kept: each answer follows from the refund as it is given and the time.
 */
export type MockRefundBehaviour = (typeof behaviours)[number];

const behaviours = ["succeed", "pend", "fail", "abnormal", "unknown"] as const;

/** Longer than an answer and shorter than the first wait before the channel is asked. */
export const pendMs = 5_000;

/** `succeed` where `metadata.mock_refund` is missing or no word of these. */
export function refundBehaviourOf({ metadata }: OrderReference): MockRefundBehaviour {
  return behaviours.find((behaviour) => behaviour === metadata["mock_refund"]) ?? "succeed";
}
