import { notificationPath, orderReference } from "@compose-pay/application";
import type { OrderPayer, OrderToCreate } from "@compose-pay/channels";
import type { AttemptRow, PaymentView } from "@compose-pay/database";

/** Made from the row alone, so that a repeated create has the same parameters to the letter. */
export function orderToCreate(view: PaymentView, publicUrl: string): OrderToCreate {
  const { payment, attempt } = view;
  return {
    ...orderReference(view),
    subject: payment.subject,
    description: payment.description,
    notifyUrl: publicUrl + notificationPath({ channel: attempt.channel, id: attempt.channelAccountId }),
    returnUrl: payment.returnUrl,
    clientIp: attempt.clientIp,
    payer: payerOf(attempt.payer),
  };
}

/** The API's member in the words of the channel port. */
function payerOf(payer: AttemptRow["payer"]): OrderPayer | null {
  const { openid, buyer_id: buyerId, buyer_open_id: buyerOpenId, auth_code: authCode } = payer ?? {};
  if (openid !== undefined) return { openid };
  if (buyerId !== undefined) return { buyerId };
  if (buyerOpenId !== undefined) return { buyerOpenId };
  return authCode === undefined ? null : { authCode };
}
