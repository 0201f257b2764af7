export const discrepancyTypes = [
  "amount_differs",
  "missing_here",
  "account_differs",
  "money_returned",
  "paid_twice",
  "unconfirmed",
  "refund_ended_before",
  "trade_no_taken",
  "missing_there",
  "status_differs",
  "fee_differs",
  "duplicate",
  "funds_differ",
] as const;
/**
 * `money_returned`: a payment has succeeded here whose money the channel gave back when it was closed.
 * `paid_twice`: a second attempt of a payment took money. `unconfirmed`: a notification says that an ended
 * attempt was paid, and its channel has not confirmed it. `refund_ended_before`: the channel says that a
 * refund succeeded which it had said would not. `trade_no_taken`: a payment is claimed under a number of the
 * channel which another attempt of the same account has. The others come from reconciliation; `funds_differ`: the
 * account moved by another sum than the trade bill says.
 */
export type DiscrepancyType = (typeof discrepancyTypes)[number];

export const discrepancyStates = ["open", "awaiting_approval", "resolved"] as const;
/** `awaiting_approval`: one person has decided, and a second one must agree. */
export type DiscrepancyState = (typeof discrepancyStates)[number];

export const resolutions = ["accept_channel", "accept_local", "refund", "ignore"] as const;
/** What a person can decide. `accept_channel`: the channel is right; `accept_local`: what stands here is. */
export type Resolution = (typeof resolutions)[number];

/** `by_itself`: what differed was put right by the life cycle, after the channel was asked. */
export type DiscrepancyResolution = Resolution | "by_itself";
