import { createHash } from "node:crypto";
import { z } from "zod";
import { toCompactDay, toRfc3339 } from "../core/china-time.ts";
import type { Order } from "../core/order.ts";

/** What an order keeps for this channel alone. */
const wechatDetails = z.object({ appid: z.string(), attach: z.string().optional() });

/** The object of the query and of the payment notification (WeChat Pay APIv3, order query). */
export function toTransaction(order: Order): Readonly<Record<string, unknown>> {
  const details = wechatDetails.parse(JSON.parse(order.details));
  const known = {
    appid: details.appid,
    mchid: order.account,
    out_trade_no: order.outTradeNo,
    ...(details.attach === undefined ? {} : { attach: details.attach }),
  };
  if (order.paidAt === null) {
    return { ...known, ...state(order), amount: { total: order.amount, currency: "CNY" } };
  }
  const taken = order.paidAmount ?? order.amount;
  return {
    ...known,
    transaction_id: order.transactionId,
    trade_type: order.product,
    ...state(order),
    bank_type: "OTHERS",
    success_time: toRfc3339(order.paidAt),
    payer: { openid: openid(order) },
    amount: { total: taken, payer_total: taken, currency: "CNY", payer_currency: "CNY" },
  };
}

/** 28 digits that begin with 42000 and carry the day of the order. */
export function transactionId(order: Order): string {
  return `4200009${String(order.id % 1000).padStart(3, "0")}${toCompactDay(order.createdAt)}${String(order.id).padStart(10, "0")}`;
}

function state(order: Order) {
  switch (order.status) {
    case "waiting":
      return { trade_state: "NOTPAY", trade_state_desc: "订单未支付" };
    case "closed":
      return { trade_state: "CLOSED", trade_state_desc: "订单已关闭" };
    case "paid":
      return { trade_state: "SUCCESS", trade_state_desc: "支付成功" };
  }
}

function openid(order: Order): string {
  return `o${createHash("sha256").update(`openid/${order.id}`).digest("base64url").slice(0, 27)}`;
}
