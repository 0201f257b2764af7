import type { NextAction, Payer, Payment } from "@compose-pay/contracts";
import type { PaymentView } from "@compose-pay/database";
import { failureObject } from "./failure-object.ts";

/** The payment as merchants read it: in answers, in lists and in events. */
export function paymentObject({ payment, attempt }: PaymentView): Payment {
  return {
    id: payment.id,
    object: "payment",
    order_no: payment.orderNo,
    amount: payment.amount,
    currency: payment.currency,
    amount_refunded: payment.amountRefunded,
    status: payment.status,
    method: payment.method,
    channel: attempt.channel,
    subject: payment.subject,
    description: payment.description,
    // Only an action that can still be taken is shown. `as`, because record-fact is its only writer.
    next_action: payment.status === "requires_action" ? (attempt.nextAction as NextAction | null) : null,
    attempt: {
      id: attempt.id,
      method: attempt.method,
      status: attempt.state,
      channel_trade_no: attempt.channelTradeNo,
    },
    // `as`, because create-payment is its only writer.
    payer: payment.payer as Payer | null,
    failure: payment.status === "failed" && attempt.failure !== null ? failureObject(attempt.failure) : null,
    metadata: payment.metadata,
    notify_url: payment.notifyUrl,
    return_url: payment.returnUrl,
    live: payment.live,
    expires_at: payment.expiresAt.toISOString(),
    created_at: payment.createdAt.toISOString(),
    paid_at: payment.paidAt?.toISOString() ?? null,
    closed_at: payment.closedAt?.toISOString() ?? null,
  };
}
