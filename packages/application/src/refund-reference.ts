import type { OrderReference, RefundReference } from "@compose-pay/channels";
import type { PaymentView, RefundView } from "@compose-pay/database";

/** The attempt in the words of the channel port. */
export function orderReference({ payment, attempt }: PaymentView): OrderReference {
  return {
    outTradeNo: attempt.id,
    channelTradeNo: attempt.channelTradeNo,
    method: attempt.method,
    money: { amount: attempt.amount, currency: attempt.currency },
    createdAt: attempt.createdAt,
    expiresAt: attempt.expiresAt,
    closedAt: attempt.state === "closed" ? attempt.settledAt : null,
    metadata: payment.metadata,
  };
}

/** The refund in the words of the channel port; from the rows alone, so that a repetition is the same to the letter. */
export function refundReference(view: RefundView): RefundReference {
  const { refund, attempt } = view;
  return {
    outRefundNo: refund.id,
    order: orderReference(view),
    channelTradeNo: attempt.channelTradeNo,
    money: { amount: refund.amount, currency: refund.currency },
    createdAt: refund.createdAt,
  };
}
