import { toGatewayTime } from "../core/china-time.ts";
import type { Order } from "../core/order.ts";
import { toYuan } from "../core/yuan.ts";
import { buyerFields } from "./buyer.ts";

/** What alipay.trade.query and alipay.trade.pay both say of a trade; sums of an unpaid one are 0.00. */
export function tradeFields(order: Order): Readonly<Record<string, unknown>> {
  const taken = order.paidAt === null ? "0.00" : toYuan(order.paidAmount ?? order.amount);
  return {
    trade_no: order.transactionId,
    out_trade_no: order.outTradeNo,
    ...buyerFields(order),
    total_amount: toYuan(order.paidAmount ?? order.amount),
    receipt_amount: taken,
    buyer_pay_amount: taken,
    invoice_amount: taken,
    point_amount: "0.00",
    ...(order.paidAt === null ? {} : { fund_bill_list: [{ fund_channel: "ALIPAYACCOUNT", amount: taken }] }),
  };
}

/** When the customer paid; nothing before. */
export function paidAtField(order: Order, name: "send_pay_date" | "gmt_payment"): Record<string, string> {
  return order.paidAt === null ? {} : { [name]: toGatewayTime(order.paidAt) };
}
