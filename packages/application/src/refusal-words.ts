import type { ResolutionRefusal } from "@compose-pay/domain";

/** Why a resolution is refused and what to do instead, for people. */
export const refusalWords: Readonly<Record<ResolutionRefusal, string>> = {
  nothing_of_ours:
    "nothing of ours has that number, so nothing can be given back or corrected here; give the money back in the channel's own console",
  not_succeeded:
    "the payment does not have the money here yet: accept_channel asks the channel, and once it has succeeded it can be refunded",
  no_money_to_return: "it is about a fee, a line or a sum, and not about a customer's money that goes back",
  amount_unclear:
    "the two sides name different sums, and a channel refuses a refund that states another total; settle it in the channel's own console",
  money_not_there: "the channel does not hold that money any more, so that it cannot be given back",
  another_account:
    "the money is at another account than the payment's; settle it in that account's own console",
  already_returned: "that money went back already",
  refund_under_way: "a refund of that money is on its way",
  refund_abnormal:
    "the channel holds the refund and waits to be told where the money goes: refund settle, or refund retry",
  exceeds_balance: "not so much of the payment is left: the merchant has refunded some of it already",
  nothing_to_take_over:
    "the bill has the number more than once; ask the channel which line holds, load the corrected bill and run the day again",
  number_taken: "another payment of ours has the number that the channel names; ask the channel whose it is",
};
