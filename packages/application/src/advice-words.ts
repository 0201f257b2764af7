import type { DiscrepancyType, Resolution } from "@compose-pay/domain";

/** What is left to a person outside this product once it is resolved so, for people; null for nothing. */
export function adviceFor(type: DiscrepancyType, resolution: Resolution): string | null {
  switch (resolution) {
    case "accept_channel":
      return ofChannel[type];
    case "accept_local":
      return ofLocal[type];
    case "refund":
    case "ignore":
      return null;
  }
}

const correctTheBill = "have the channel correct its bill, load it and run the day again";

const ofChannel: Readonly<Record<DiscrepancyType, string | null>> = {
  status_differs: null,
  missing_here: "what is at the channel under a number that is not ours belongs into other books than these",
  missing_there: null,
  amount_differs:
    "our books keep our amount: settle the difference with the customer in the channel's console",
  fee_differs: "the merchant's fee stays as the contract had it; only the books take the channel's",
  duplicate: null,
  funds_differ:
    "find the movement in the channel's console that no payment or refund explains, and book it elsewhere",
  account_differs: null,
  money_returned:
    "the payment stays succeeded here: tell its merchant that the customer has the money back, and settle with them",
  paid_twice: null,
  unconfirmed: null,
  refund_ended_before:
    "the refund stays failed here and its part of the balance free: see that nobody refunds it again, and settle with the merchant",
  trade_no_taken: "as long as the other payment has the number, the life cycle refuses it again",
};

const ofLocal: Readonly<Record<DiscrepancyType, string | null>> = {
  status_differs: correctTheBill,
  missing_here: "money that is not ours goes back to its customer in the channel's console",
  missing_there: correctTheBill,
  amount_differs: correctTheBill,
  fee_differs: "claim the difference from the channel",
  duplicate: correctTheBill,
  funds_differ: correctTheBill,
  account_differs: "see in the account that was named whether a customer's money is there",
  money_returned: "claim the money from the channel",
  paid_twice: "both payments are kept: settle the second one with the customer",
  unconfirmed: "see in the channel's console whether it has a customer's money under that number",
  refund_ended_before: "claim the money from the channel",
  trade_no_taken: "ask the channel whose payment it is",
};
