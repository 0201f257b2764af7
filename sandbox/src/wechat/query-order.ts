import type { Reply } from "../core/answer.ts";
import type { WechatAccount } from "./account.ts";
import { ok, refusals } from "./refusal.ts";
import { toTransaction } from "./transaction.ts";
import type { WechatDesk } from "./wechat-desk.ts";

/** By the merchant's number. Another merchant's order does not exist. */
export function queryByNumber(desk: WechatDesk, account: WechatAccount, outTradeNo: string): Reply {
  const order = desk.orders.find({ channel: "wechat", account: account.mchid, outTradeNo });
  return order === null ? refusals.orderMissing : ok(toTransaction(order));
}

/** By WeChat Pay's number, which exists from the payment on. */
export function queryByTransaction(desk: WechatDesk, account: WechatAccount, transactionId: string): Reply {
  const order = desk.orders.findByTransaction("wechat", account.mchid, transactionId);
  return order === null ? refusals.orderMissing : ok(toTransaction(order));
}
