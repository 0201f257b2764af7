import type { DiscrepancyView } from "@compose-pay/contracts";

/** In the order of the filter: what reconciliation finds, then what is found on the way of a payment. */
export const discrepancyTypes: readonly DiscrepancyView["type"][] = [
  "amount_differs",
  "missing_here",
  "missing_there",
  "status_differs",
  "fee_differs",
  "duplicate",
  "funds_differ",
  "account_differs",
  "money_returned",
  "paid_twice",
  "unconfirmed",
  "refund_ended_before",
  "trade_no_taken",
];

/** In the order of the tabs. */
export const discrepancyStates: readonly DiscrepancyView["state"][] = [
  "open",
  "awaiting_approval",
  "resolved",
];
