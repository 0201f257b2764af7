import type { Reply } from "../core/answer.ts";
import type { WechatAccount } from "./account.ts";
import { ok, refusals } from "./refusal.ts";
import { toRefundView } from "./refund-view.ts";
import type { WechatDesk } from "./wechat-desk.ts";

/** By the merchant's number. Another merchant's refund does not exist. */
export function queryRefund(desk: WechatDesk, account: WechatAccount, outRefundNo: string): Reply {
  const refund = desk.refunds.find({ channel: "wechat", account: account.mchid, outRefundNo });
  const order = refund === null ? null : desk.orders.findById(refund.orderId);
  return refund === null || order === null ? refusals.refundMissing : ok(toRefundView(refund, order));
}
