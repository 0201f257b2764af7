import { notificationPath } from "@compose-pay/application";
import type { OrderReference, OrderToCreate } from "@compose-pay/channels";
import type { PaymentView } from "@compose-pay/database";

/** The attempt in the words of the channel port. */
export function orderReference({ payment, attempt }: PaymentView): OrderReference {
  return {
    outTradeNo: attempt.id,
    method: attempt.method,
    money: { amount: attempt.amount, currency: attempt.currency },
    createdAt: attempt.createdAt,
    expiresAt: attempt.expiresAt,
    closedAt: attempt.state === "closed" ? attempt.settledAt : null,
    metadata: payment.metadata,
  };
}

/** Made from the row alone, so that a repeated create has the same parameters to the letter. */
export function orderToCreate(view: PaymentView, publicUrl: string): OrderToCreate {
  const { payment, attempt } = view;
  return {
    ...orderReference(view),
    subject: payment.subject,
    description: payment.description,
    notifyUrl: publicUrl + notificationPath({ channel: attempt.channel, id: attempt.channelAccountId }),
    returnUrl: payment.returnUrl,
    clientIp: payment.clientIp,
  };
}
