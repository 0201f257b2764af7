import type { Reply } from "../core/answer.ts";
import type { Order } from "../core/order.ts";
import type { AlipayAccount } from "./account.ts";
import type { AlipayDesk } from "./alipay-desk.ts";
import type { TradeReference } from "./find-trade.ts";
import { findOrder } from "./find-trade.ts";
import { businessFailed, success } from "./node.ts";
import { openRefund } from "./open-refund.ts";

const windowMs = 24 * 60 * 60 * 1000;

/**
 * alipay.trade.cancel: whatever became of the order, it is not paid afterwards. An unpaid one is closed
 * and its code is dead, scanned or not; the money of a paid one goes back at once, within 24 hours. The
 * refusals carry `retry_flag`: Y = the same call may succeed later.
 */
export function cancelTrade(desk: AlipayDesk, account: AlipayAccount, reference: TradeReference): Reply {
  const order = findOrder(desk, account, reference);
  if (order === null) return businessFailed("TRADE_NOT_EXIST");
  if (order.status === "paid") return refundAll(desk, order);
  if (order.status === "waiting") desk.orders.close(order);
  return cancelled(order, order.paidAt === null ? "close" : "refund");
}

function refundAll(desk: AlipayDesk, order: Order): Reply {
  if (desk.clock.now() - (order.paidAt ?? 0) > windowMs) {
    return businessFailed("TRADE_CANCEL_TIME_OUT", { retry_flag: "N" });
  }
  const left = (order.paidAmount ?? order.amount) - desk.refunds.sumOf(order.id);
  const { sellerBalance } = desk.knobs;
  if (sellerBalance !== null && sellerBalance < left) {
    return businessFailed("SELLER_BALANCE_NOT_ENOUGH", { retry_flag: "Y" });
  }
  desk.orders.close(order);
  // The request number of a refund that names none is the order's own.
  const requestNo = order.outTradeNo;
  if (left > 0) openRefund(desk, order, { requestNo, amount: left, reason: null, delayMs: 0 });
  return cancelled(order, "refund");
}

function cancelled(order: Order, action: "close" | "refund"): Reply {
  return success({
    ...(order.transactionId === null ? {} : { trade_no: order.transactionId }),
    out_trade_no: order.outTradeNo,
    retry_flag: "N",
    action,
  });
}
