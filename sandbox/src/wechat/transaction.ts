import { createHash } from "node:crypto";
import { toCompactDay, toRfc3339 } from "../core/china-time.ts";
import type { Order } from "../core/order.ts";
import { detailsOf } from "./order-details.ts";
import type { WechatDetails } from "./order-details.ts";
import { tradeTypes } from "./product.ts";

/** Whether money of a paid order went back or is on its way, even if only a part; or all of it by a reverse. */
export type MoneyBack = "none" | "refund" | "reverse";

/** The object of the query and of the payment notification (WeChat Pay APIv3, order query). */
export function toTransaction(order: Order, back: MoneyBack = "none"): Readonly<Record<string, unknown>> {
  const details = detailsOf(order);
  const known = {
    ...partiesOf(order, details),
    out_trade_no: order.outTradeNo,
    ...(details.attach === undefined ? {} : { attach: details.attach }),
  };
  if (order.paidAt === null) {
    return { ...known, ...unpaidState(order), amount: { total: order.amount, currency: "CNY" } };
  }
  const taken = order.paidAmount ?? order.amount;
  return {
    ...known,
    transaction_id: order.transactionId,
    trade_type: order.product,
    ...paidStates[back],
    bank_type: "OTHERS",
    success_time: toRfc3339(order.paidAt),
    payer: payerOf(order, details),
    ...(details.deviceId === undefined ? {} : { scene_info: { device_id: details.deviceId } }),
    amount: { total: taken, payer_total: taken, currency: "CNY", payer_currency: "CNY" },
  };
}

/** Who sells: the members of a direct merchant, or of a service provider and its merchant. */
export function partiesOf(order: Order, details: WechatDetails): Readonly<Record<string, string>> {
  if (details.subMchid === undefined) return { appid: details.appid, mchid: order.account };
  return {
    sp_appid: details.appid,
    sp_mchid: order.account,
    ...(details.subAppid === undefined ? {} : { sub_appid: details.subAppid }),
    sub_mchid: details.subMchid,
  };
}

/** 28 digits that begin with 42000 and carry the day of the order. */
export function transactionId(order: Order): string {
  return `4200009${String(order.id % 1000).padStart(3, "0")}${toCompactDay(order.createdAt)}${String(order.id).padStart(10, "0")}`;
}

const revoked = { trade_state: "REVOKED", trade_state_desc: "订单已撤销" } as const;
const paidStates = {
  none: { trade_state: "SUCCESS", trade_state_desc: "支付成功" },
  refund: { trade_state: "REFUND", trade_state_desc: "订单发生过退款" },
  reverse: revoked,
} as const satisfies Readonly<Record<MoneyBack, object>>;

function unpaidState(order: Order) {
  const isAtTill = order.product === tradeTypes.codepay;
  if (order.status === "waiting") {
    return isAtTill
      ? { trade_state: "USERPAYING", trade_state_desc: "需要用户输入支付密码" }
      : { trade_state: "NOTPAY", trade_state_desc: "订单未支付" };
  }
  if (!isAtTill) return { trade_state: "CLOSED", trade_state_desc: "订单已关闭" };
  return order.closedBy === "merchant"
    ? revoked
    : { trade_state: "PAYERROR", trade_state_desc: "支付失败(其他原因，如银行返回失败)" };
}

/** The one the order was made for; anybody, but always the same one, when it named nobody. */
export function payerOf(order: Order, details: WechatDetails): Readonly<Record<string, string>> {
  if (details.payer !== undefined) return details.payer;
  const openid = `o${createHash("sha256").update(`openid/${order.id}`).digest("base64url").slice(0, 27)}`;
  return details.subMchid === undefined ? { openid } : { sp_openid: openid };
}
