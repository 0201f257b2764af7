import type { Reply } from "../core/answer.ts";
import type { WechatAccount } from "./account.ts";
import { tradeTypes } from "./product.ts";
import { refusals } from "./refusal.ts";
import type { WechatDesk } from "./wechat-desk.ts";

/** Closes an unpaid order with 204, again and again; a paid one is ORDER_PAID, one at the till only reversed. */
export function closeOrder(desk: WechatDesk, account: WechatAccount, outTradeNo: string): Reply {
  const order = desk.orders.find({ channel: "wechat", account: account.mchid, outTradeNo });
  if (order === null) return refusals.orderMissing;
  if (order.product === tradeTypes.codepay) return refusals.onlyReverse;
  if (order.status === "paid") return refusals.orderPaid;
  if (order.status === "waiting") desk.orders.close(order);
  return { status: 204, body: "" };
}
