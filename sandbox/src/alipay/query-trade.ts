import type { Reply } from "../core/answer.ts";
import { toGatewayTime } from "../core/china-time.ts";
import type { Order } from "../core/order.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import { buyerOf } from "./alipay-rules.ts";
import { toYuan } from "../core/yuan.ts";
import type { TradeReference } from "./find-trade.ts";
import { findTrade } from "./find-trade.ts";
import { businessFailed, success } from "./node.ts";

/** alipay.trade.query. Before the scan there is no trade: ACQ.TRADE_NOT_EXIST. */
export function queryTrade(desk: AlipayDesk, account: AlipayAccount, reference: TradeReference): Reply {
  const order = findTrade(desk, account, reference);
  if (order === null) return businessFailed("TRADE_NOT_EXIST");
  const taken = order.paidAt === null ? "0.00" : toYuan(order.paidAmount ?? order.amount);
  return success({
    trade_no: order.transactionId,
    out_trade_no: order.outTradeNo,
    ...buyerOf(order),
    trade_status: tradeStatus(order),
    total_amount: toYuan(order.paidAmount ?? order.amount),
    receipt_amount: taken,
    buyer_pay_amount: taken,
    invoice_amount: taken,
    point_amount: "0.00",
    ...(order.paidAt === null
      ? {}
      : {
          send_pay_date: toGatewayTime(order.paidAt),
          fund_bill_list: [{ fund_channel: "ALIPAYACCOUNT", amount: taken }],
        }),
  });
}

function tradeStatus(order: Order): string {
  switch (order.status) {
    case "waiting":
      return "WAIT_BUYER_PAY";
    case "paid":
      return "TRADE_SUCCESS";
    case "closed":
      return "TRADE_CLOSED";
  }
}
