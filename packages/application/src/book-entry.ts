import type { AttemptRow, BookEntryRow, PaymentRow, RefundRow } from "@compose-pay/database";
import { dayOfChina } from "@compose-pay/domain";

/**
 * What our books say of a payment that has succeeded, by the attempt that has its money.
 *
 * @param of `occurredAt`: when it was paid, by the channel's clock; `at`: when we came to know it
 */
export function paymentEntry(of: {
  readonly payment: Pick<PaymentRow, "appId" | "live">;
  readonly attempt: AttemptRow;
  readonly occurredAt: Date;
  readonly at: Date;
}): BookEntryRow {
  const { payment, attempt, occurredAt, at } = of;
  return {
    channelAccountId: attempt.channelAccountId,
    day: dayOfChina(occurredAt),
    outNo: attempt.id,
    kind: "payment",
    appId: payment.appId,
    live: payment.live,
    paymentId: attempt.paymentId,
    method: attempt.method,
    amount: attempt.amount,
    fee: attempt.fee,
    channelNo: attempt.channelTradeNo,
    occurredAt,
    bookedAt: at,
  };
}

/**
 * What our books say of a refund that has succeeded, whoever asked for it.
 *
 * @param refund as it is now
 */
export function refundEntry(refund: RefundRow, at: Date): BookEntryRow {
  const occurredAt = refund.succeededAt ?? at;
  return {
    channelAccountId: refund.channelAccountId,
    day: dayOfChina(occurredAt),
    outNo: refund.id,
    kind: "refund",
    appId: refund.appId,
    live: refund.live,
    paymentId: refund.paymentId,
    method: refund.method,
    amount: refund.amount,
    fee: 0 - refund.feeReturned,
    channelNo: refund.channelRefundNo,
    occurredAt,
    bookedAt: at,
  };
}
