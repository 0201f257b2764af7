import type { DiscrepancyType, Resolution } from "./discrepancy.ts";

/**
 * Why a resolution makes no sense.
 *
 * - `nothing_of_ours`: no payment of ours has that money, so nothing can be given back through us.
 * - `not_succeeded`: the payment does not have the money here yet; the channel must be asked first.
 * - `no_money_to_return`: it is about a fee, a line or a sum, and not about money of a customer that we hold.
 * - `amount_unclear`: the two sides name different sums; the channel refuses a refund that states another total.
 * - `money_not_there`: the channel does not hold that money, so that it cannot be given back.
 * - `another_account`: the money is at another account than the payment's.
 * - `already_returned`, `refund_under_way`: a refund of that money has succeeded, or is on its way.
 * - `refund_abnormal`: the channel holds the money of a refund and waits to be told where it goes.
 * - `exceeds_balance`: not so much of the payment is left.
 * - `nothing_to_take_over`: the channel contradicts itself; it must say first what holds.
 * - `number_taken`: the number that the channel names belongs to another payment of ours.
 */
export type ResolutionRefusal =
  | "nothing_of_ours"
  | "not_succeeded"
  | "no_money_to_return"
  | "amount_unclear"
  | "money_not_there"
  | "another_account"
  | "already_returned"
  | "refund_under_way"
  | "refund_abnormal"
  | "exceeds_balance"
  | "nothing_to_take_over"
  | "number_taken";

/**
 * `record`: it is written down, and nothing else changes. `ask`: the channel is asked, where it may know more than we do.
 * `take_fee`: the channel's fee goes into the books. `give_back`: a refund, where there is money to give back.
 */
export type ResolutionRule =
  | { readonly rule: "record" | "ask" | "take_fee" | "give_back" }
  | { readonly rule: "refuse"; readonly reason: ResolutionRefusal };

const record = { rule: "record" } as const;
const ask = { rule: "ask" } as const;
const giveBack = { rule: "give_back" } as const;
const refuse = (reason: ResolutionRefusal): ResolutionRule => ({ rule: "refuse", reason });

/** What each resolution means for each type; that a person keeps ours or lets it be is possible for all. */
export const resolutionTable: Readonly<
  Record<DiscrepancyType, Readonly<Record<"accept_channel" | "refund", ResolutionRule>>>
> = {
  status_differs: { accept_channel: ask, refund: giveBack },
  missing_here: { accept_channel: ask, refund: giveBack },
  missing_there: { accept_channel: ask, refund: refuse("money_not_there") },
  amount_differs: { accept_channel: record, refund: refuse("amount_unclear") },
  fee_differs: { accept_channel: { rule: "take_fee" }, refund: refuse("no_money_to_return") },
  duplicate: { accept_channel: refuse("nothing_to_take_over"), refund: refuse("no_money_to_return") },
  funds_differ: { accept_channel: record, refund: refuse("no_money_to_return") },
  account_differs: { accept_channel: refuse("another_account"), refund: refuse("another_account") },
  money_returned: { accept_channel: record, refund: refuse("money_not_there") },
  paid_twice: { accept_channel: ask, refund: giveBack },
  unconfirmed: { accept_channel: ask, refund: giveBack },
  refund_ended_before: { accept_channel: record, refund: refuse("already_returned") },
  trade_no_taken: { accept_channel: ask, refund: refuse("number_taken") },
};

export function resolutionRuleOf(type: DiscrepancyType, resolution: Resolution): ResolutionRule {
  switch (resolution) {
    case "accept_channel":
    case "refund":
      return resolutionTable[type][resolution];
    case "accept_local":
    case "ignore":
      return record;
  }
}
