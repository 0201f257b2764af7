import { notificationPath, refundReference } from "@compose-pay/application";
import type { RefundToMake } from "@compose-pay/channels";
import type { RefundView } from "@compose-pay/database";

/** Made from the rows alone, so that a repeated refund has the same parameters to the letter. */
export function refundToMake(view: RefundView, publicUrl: string): RefundToMake {
  const { refund } = view;
  return {
    ...refundReference(view),
    // An empty text is none: channels refuse it.
    reason: refund.reason === "" ? null : refund.reason,
    notifyUrl: publicUrl + notificationPath({ channel: refund.channel, id: refund.channelAccountId }),
  };
}
