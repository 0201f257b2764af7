import type { Reply } from "../core/answer.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import type { TradeReference } from "./find-trade.ts";
import { findTrade } from "./find-trade.ts";
import { businessFailed, success } from "./node.ts";

/**
 * alipay.trade.close: ends a trade that waits for its buyer. A code that nobody has scanned has no
 * trade, so closing it fails and the code can still be paid: that is what cancel is for.
 */
export function closeTrade(desk: AlipayDesk, account: AlipayAccount, reference: TradeReference): Reply {
  const order = findTrade(desk, account, reference);
  if (order === null) return businessFailed("TRADE_NOT_EXIST");
  switch (order.status) {
    case "paid":
      return businessFailed("TRADE_STATUS_ERROR");
    case "closed":
      return businessFailed("REASON_TRADE_STATUS_INVALID");
    case "waiting":
      desk.orders.close(order);
      return success({ trade_no: order.transactionId, out_trade_no: order.outTradeNo });
  }
}
