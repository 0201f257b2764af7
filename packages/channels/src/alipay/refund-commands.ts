import { assertOutTradeNo } from "../out-trade-no.ts";
import type { RefundReference, RefundToMake } from "../refund.ts";
import type { AlipayCommand } from "./request-builder.ts";
import { yuanOf } from "./yuan.ts";

const longestReason = 256;

/**
 * Alipay OpenAPI, `alipay.trade.refund`. Under the same `out_request_no` no money moves a second time. What
 * Alipay tells of refunds goes to the address of the order's own notifications.
 */
export function refundOrder(refund: RefundToMake): AlipayCommand {
  const { reason } = refund;
  return {
    method: "alipay.trade.refund",
    notifyUrl: null,
    bizContent: {
      ...numbersOf(refund),
      refund_amount: yuanOf(refund.money.amount),
      ...(reason && { refund_reason: reason.slice(0, longestReason).toWellFormed() }),
    },
  };
}

/** `alipay.trade.fastpay.refund.query`, which tells the time of the refund only when it is asked to. */
export function refundByNumber(refund: RefundReference): AlipayCommand {
  return {
    method: "alipay.trade.fastpay.refund.query",
    notifyUrl: null,
    bizContent: { ...numbersOf(refund), query_options: ["gmt_refund_pay"] },
  };
}

function numbersOf({ order, outRefundNo }: RefundReference) {
  assertOutTradeNo(order.outTradeNo);
  assertOutTradeNo(outRefundNo);
  return { out_trade_no: order.outTradeNo, out_request_no: outRefundNo };
}
