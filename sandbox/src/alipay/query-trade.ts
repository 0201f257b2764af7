import type { Reply } from "../core/answer.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import type { TradeReference } from "./find-trade.ts";
import { findTrade } from "./find-trade.ts";
import { businessFailed, success } from "./node.ts";
import { paidAtField, tradeFields } from "./trade-fields.ts";
import { refundedOf, tradeStatus } from "./trade-status.ts";

/** alipay.trade.query. Before the customer opened it there is no trade: ACQ.TRADE_NOT_EXIST. */
export function queryTrade(desk: AlipayDesk, account: AlipayAccount, reference: TradeReference): Reply {
  const order = findTrade(desk, account, reference);
  if (order === null) return businessFailed("TRADE_NOT_EXIST");
  const refunded = refundedOf(desk.refunds.ofOrder(order.id));
  return success({
    ...tradeFields(order),
    trade_status: tradeStatus(order, refunded, desk.clock.now()),
    ...paidAtField(order, "send_pay_date"),
  });
}
