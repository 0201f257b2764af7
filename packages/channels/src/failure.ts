import type { Failure } from "@compose-pay/domain";

import type { ChannelCall } from "./channel.ts";

/** An authenticated refusal, in the channel's own words. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly call: ChannelCall;
}

/** What merchants read in a failure's `code`, the same for every channel. */
export type FailureCode = keyof typeof messages;

const messages = {
  channel_refused: "The channel refused the order.",
  parameters_refused: "The channel refused the order's data.",
  risk_refused: "The channel's risk control refused the order.",
  payer_refused: "The customer's account cannot pay this order.",
  payment_failed: "The customer's payment failed.",
  refund_refused: "The channel refused the refund.",
  refund_closed: "The channel closed the refund without giving the money back.",
  refund_abnormal: "The money could not reach the customer; the channel holds it until an operator acts.",
} as const;

export function failureOf(code: FailureCode, refusal: Pick<Refusal, "code" | "message">): Failure {
  return { code, message: messages[code], channelCode: refusal.code, channelMessage: refusal.message };
}
