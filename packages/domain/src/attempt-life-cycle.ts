import { equalMoney, type Money } from "./money.ts";

export const attemptStates = ["created", "submitted", "pending", "succeeded", "closed", "failed"] as const;
/**
 * `created`: nothing went out. `submitted`: a call went out and its answer is unknown. `pending`: the
 * channel has the order and the customer may pay. The other three are terminal, but `closed` and
 * `failed` still become `succeeded` when the channel holds the money.
 */
export type AttemptState = (typeof attemptStates)[number];

/** Why a channel or this product ended an order without money. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly channelCode: string | null;
  readonly channelMessage: string | null;
}

/**
 * What is known about an attempt. Every fact but `submitting` and `closed_unsent` is an authenticated
 * statement of the channel; time-outs and unreadable answers are no facts and never get here.
 */
export type AttemptFact =
  | { readonly type: "submitting" }
  | { readonly type: "accepted" }
  | { readonly type: "paid"; readonly money: Money; readonly channelTradeNo: string; readonly paidAt: Date }
  | { readonly type: "declined"; readonly failure: Failure }
  | { readonly type: "closed" }
  | { readonly type: "closed_unsent" };

export type AttemptDecision =
  | { readonly kind: "transition"; readonly next: AttemptState; readonly late: boolean }
  | { readonly kind: "unchanged" }
  | { readonly kind: "refused"; readonly reason: RefusalReason };

export type RefusalReason = "amount_differs" | "sent_before";

/**
 * The one table of an attempt's transitions. `unchanged` absorbs what was already known;
 * `refused` is a claim that must be raised, with the state as it was.
 *
 * @param expected the attempt's own money, against which a claim of payment is held
 */
export function decideAttempt(state: AttemptState, fact: AttemptFact, expected: Money): AttemptDecision {
  switch (fact.type) {
    case "submitting":
      return state === "created" ? to("submitted") : unchanged;
    case "accepted":
      return isOpen(state) && state !== "pending" ? to("pending") : unchanged;
    case "paid":
      return decidePaid(state, fact.money, expected);
    case "declined":
      return isOpen(state) ? to("failed") : unchanged;
    case "closed":
      return isOpen(state) ? to("closed") : unchanged;
    case "closed_unsent":
      return decideClosedUnsent(state);
  }
}

export function isOpen(state: AttemptState): boolean {
  return state === "created" || state === "submitted" || state === "pending";
}

function decidePaid(state: AttemptState, claimed: Money, expected: Money): AttemptDecision {
  if (!equalMoney(claimed, expected)) return { kind: "refused", reason: "amount_differs" };
  if (state === "succeeded") return unchanged;
  return { kind: "transition", next: "succeeded", late: !isOpen(state) };
}

/** Closing without asking the channel is right only while nothing went out to it. */
function decideClosedUnsent(state: AttemptState): AttemptDecision {
  if (state === "created") return to("closed");
  return isOpen(state) ? { kind: "refused", reason: "sent_before" } : unchanged;
}

const unchanged = { kind: "unchanged" } as const;

function to(next: AttemptState): AttemptDecision {
  return { kind: "transition", next, late: false };
}
