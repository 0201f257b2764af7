import type { Answer, UnknownReason } from "./channel.ts";

/**
 * Whether an answer is a fault of the channel that a circuit breaker counts: time-outs, resets, errors and
 * signatures that do not hold. A refusal of one order is none, nor is an answer that does not fit an order.
 */
export function isChannelFault(answer: Answer<unknown>): boolean {
  return answer.kind === "unknown" && faults[answer.reason];
}

const faults: Readonly<Record<UnknownReason, boolean>> = {
  connect_failed: true,
  timeout: true,
  connection_reset: true,
  answer_too_large: true,
  answer_unreadable: true,
  status_unexpected: true,
  channel_error: true,
  signature_missing: true,
  signature_wrong: true,
  signature_probe: false,
  key_unknown: true,
  timestamp_skewed: true,
  refused: false,
  cancel_unfinished: false,
  follow_up_failed: true,
  order_differs: false,
  account_differs: false,
  number_differs: false,
  amount_differs: false,
  currency_differs: false,
  bill_hash_differs: true,
  bill_address_refused: false,
};
