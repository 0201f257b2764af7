import { assertOutTradeNo } from "../out-trade-no.ts";
import type { RefundToMake } from "../refund.ts";

const longestReason = 80;

/**
 * WeChat Pay APIv3, refund. The order is always named by our number, so that a repeated refund has the same
 * parameters whether the channel's number was known before or not. Without `notify_url` the notification
 * would have the form of APIv2.
 */
export function refundBody(refund: RefundToMake) {
  const { order, outRefundNo, money, notifyUrl, reason } = refund;
  assertOutTradeNo(order.outTradeNo);
  assertOutTradeNo(outRefundNo);
  return {
    out_trade_no: order.outTradeNo,
    out_refund_no: outRefundNo,
    ...(reason !== null && { reason: Array.from(reason).slice(0, longestReason).join("") }),
    notify_url: notifyUrl,
    amount: { refund: money.amount, total: order.money.amount, currency: money.currency },
  };
}
