import type { PaymentFailure } from "@compose-pay/contracts";
import type { Failure } from "@compose-pay/domain";

/** A failure as merchants read it. */
export function failureObject(failure: Failure): PaymentFailure {
  return {
    code: failure.code,
    message: failure.message,
    channel_code: failure.channelCode,
    channel_message: failure.channelMessage,
  };
}
