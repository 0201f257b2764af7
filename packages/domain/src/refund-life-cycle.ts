import type { Failure } from "./attempt-life-cycle.ts";
import { equalMoney, type Money } from "./money.ts";

export const refundStates = [
  "created",
  "submitted",
  "processing",
  "succeeded",
  "failed",
  "abnormal",
] as const;
/**
 * `created`: nothing went out. `submitted`: a call went out and its answer is unknown. `processing`: the
 * channel has the refund. `abnormal`: the channel holds the money and an operator must act. Only
 * `succeeded` and `failed` end it; no timer ever does.
 */
export type RefundState = (typeof refundStates)[number];

/**
 * What is known about a refund. Every fact but `submitting` is an authenticated statement of the channel.
 * `failed` with `isRefusal`: a call was refused; without it the channel has ended a refund that it had.
 * `resumed`: the channel has taken an operator's order for an abnormal refund and works on it again.
 */
export type RefundFact =
  | { readonly type: "submitting" }
  | { readonly type: "accepted"; readonly channelRefundNo: string | null }
  | {
      readonly type: "succeeded";
      readonly money: Money;
      readonly channelRefundNo: string;
      readonly succeededAt: Date;
    }
  | { readonly type: "failed"; readonly failure: Failure; readonly isRefusal?: true }
  | { readonly type: "abnormal"; readonly channelRefundNo: string | null; readonly failure: Failure }
  | { readonly type: "resumed" };

export type RefundDecision =
  | { readonly kind: "transition"; readonly next: RefundState }
  | { readonly kind: "unchanged" }
  | { readonly kind: "refused"; readonly reason: RefundRefusalReason };

/** `ended_before`: the channel says now that money went back which it had said would not. */
export type RefundRefusalReason = "amount_differs" | "ended_before";

/**
 * The one table of a refund's transitions. `unchanged` absorbs what was already known; `refused` is a
 * claim that must be raised, with the state as it was.
 *
 * @param expected the refund's own money, against which a claim of success is held
 */
export function decideRefund(state: RefundState, fact: RefundFact, expected: Money): RefundDecision {
  switch (fact.type) {
    case "submitting":
      return state === "created" ? to("submitted") : unchanged;
    case "accepted":
      return state === "created" || state === "submitted" ? to("processing") : unchanged;
    case "succeeded":
      return decideSucceeded(state, fact.money, expected);
    case "failed":
      return isRefundOpen(state) ? to("failed") : unchanged;
    case "abnormal":
      return isRefundOpen(state) && state !== "abnormal" ? to("abnormal") : unchanged;
    case "resumed":
      return state === "abnormal" ? to("processing") : unchanged;
  }
}

/** The channel may still move the money. */
export function isRefundOpen(state: RefundState): boolean {
  return state !== "succeeded" && state !== "failed";
}

function decideSucceeded(state: RefundState, claimed: Money, expected: Money): RefundDecision {
  if (!equalMoney(claimed, expected)) return { kind: "refused", reason: "amount_differs" };
  if (state === "succeeded") return unchanged;
  // Its balance was given back and may be used by another refund.
  if (state === "failed") return { kind: "refused", reason: "ended_before" };
  return to("succeeded");
}

export const refundStatuses = ["processing", "succeeded", "failed", "abnormal"] as const;
/** What merchants see of a refund's state. */
export type RefundStatus = (typeof refundStatuses)[number];

export function refundStatusOf(state: RefundState): RefundStatus {
  switch (state) {
    case "created":
    case "submitted":
    case "processing":
      return "processing";
    case "succeeded":
    case "failed":
    case "abnormal":
      return state;
  }
}

export const refundKinds = ["merchant", "duplicate", "returned"] as const;
/**
 * Who asked for it. `merchant`: through the API, out of the payment's balance. `duplicate`: the product, for
 * the money of a second attempt, which is no part of the payment's balance. `returned`: nobody; the channel
 * gave the money of a payment back by itself when its order was cancelled.
 */
export type RefundKind = (typeof refundKinds)[number];

/** The event that a refund's step makes, or null where merchants hear nothing of it. */
export function refundEventOf(kind: RefundKind, next: RefundState): RefundEventType | null {
  switch (next) {
    case "succeeded":
      return kind === "duplicate" ? "payment.duplicate_refunded" : "refund.succeeded";
    case "failed":
      return kind === "duplicate" ? null : "refund.failed";
    case "created":
    case "submitted":
    case "processing":
    case "abnormal":
      return null;
  }
}

export type RefundEventType = "refund.succeeded" | "refund.failed" | "payment.duplicate_refunded";

const unchanged = { kind: "unchanged" } as const;

function to(next: RefundState): RefundDecision {
  return { kind: "transition", next };
}
