import type { Order, Refund, RefundEnd } from "../core/order.ts";
import { detailsOf } from "./order-details.ts";
import { receiverOf, successTime } from "./refund-view.ts";

/** How the end of a refund is called in its notification (WeChat Pay APIv3, refund notification). */
export const refundEvents = {
  success: { type: "REFUND.SUCCESS", summary: "退款成功" },
  abnormal: { type: "REFUND.ABNORMAL", summary: "退款异常" },
  closed: { type: "REFUND.CLOSED", summary: "退款关闭" },
} as const satisfies Readonly<Record<RefundEnd, { readonly type: string; readonly summary: string }>>;

/** What the merchant finds in it; the state is called `refund_status` here and nowhere else. */
export function refundPlaintext(refund: Refund, order: Order): Readonly<Record<string, unknown>> {
  const { subMchid } = detailsOf(order);
  const paid = order.paidAmount ?? order.amount;
  return {
    ...(subMchid === undefined ? { mchid: order.account } : { sp_mchid: order.account, sub_mchid: subMchid }),
    transaction_id: order.transactionId,
    out_trade_no: order.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: refund.status.toUpperCase(),
    ...successTime(refund),
    user_received_account: receiverOf(refund),
    amount: { total: paid, refund: refund.amount, payer_total: paid, payer_refund: refund.amount },
  };
}
