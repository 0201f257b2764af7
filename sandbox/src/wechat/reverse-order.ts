import type { Reply } from "../core/answer.ts";
import type { Order, Refund } from "../core/order.ts";
import type { WechatAccount } from "./account.ts";
import { newRefundId } from "./create-refund.ts";
import { detailsOf } from "./order-details.ts";
import { tradeTypes } from "./product.ts";
import { ok, refusals } from "./refusal.ts";
import { partiesOf } from "./transaction.ts";
import type { WechatDesk } from "./wechat-desk.ts";

/**
 * 撤销 of an order at the till: whatever became of it, the customer has not paid afterwards. An unpaid one
 * is closed, the money of a paid one goes back at once. The same answer as often as asked.
 */
export function reverseOrder(desk: WechatDesk, account: WechatAccount, outTradeNo: string): Reply {
  const order = desk.orders.find({ channel: "wechat", account: account.mchid, outTradeNo });
  if (order === null) return refusals.orderMissing;
  if (order.product !== tradeTypes.codepay) return refusals.notReversible;
  if (order.status === "paid") giveBack(desk, order);
  else if (order.closedBy !== "merchant") desk.orders.close(order, "merchant");
  return ok({ ...partiesOf(order, detailsOf(order)), out_trade_no: order.outTradeNo });
}

/** Whether the refund is the one of a reverse, which no merchant asked for under a number of its own. */
export function isReverse(refund: Refund, order: Order): boolean {
  return refund.outRefundNo === reverseNo(order);
}

/** With spaces, which no number that a merchant chooses has. */
function reverseNo(order: Order): string {
  return `reverse of ${order.outTradeNo}`;
}

function giveBack({ refunds, clock }: WechatDesk, order: Order): void {
  const amount = (order.paidAmount ?? order.amount) - refunds.sumOf(order.id);
  if (amount === 0) return;
  const refund = {
    orderId: order.id,
    outRefundNo: reverseNo(order),
    refundId: newRefundId(order, refunds.ofOrder(order.id).length),
    amount,
    reason: null,
    fingerprint: "",
    details: "{}",
    notifyUrl: null,
    createdAt: clock.now(),
  };
  refunds.open(refund, 0);
}
