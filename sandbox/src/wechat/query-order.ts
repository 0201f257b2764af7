import type { Reply } from "../core/answer.ts";
import type { Order } from "../core/order.ts";
import type { WechatAccount } from "./account.ts";
import { ok, refusals } from "./refusal.ts";
import { isReverse } from "./reverse-order.ts";
import { toTransaction } from "./transaction.ts";
import type { WechatDesk } from "./wechat-desk.ts";

/** By the merchant's number. Another merchant's order does not exist. */
export function queryByNumber(desk: WechatDesk, account: WechatAccount, outTradeNo: string): Reply {
  return show(desk, desk.orders.find({ channel: "wechat", account: account.mchid, outTradeNo }));
}

/** By WeChat Pay's number, which exists from the payment on. */
export function queryByTransaction(desk: WechatDesk, account: WechatAccount, transactionId: string): Reply {
  return show(desk, desk.orders.findByTransaction("wechat", account.mchid, transactionId));
}

function show({ refunds }: WechatDesk, order: Order | null): Reply {
  if (order === null) return refusals.orderMissing;
  const earlier = refunds.ofOrder(order.id);
  if (earlier.some((refund) => isReverse(refund, order))) return ok(toTransaction(order, "reverse"));
  return ok(toTransaction(order, earlier.length > 0 ? "refund" : "none"));
}
