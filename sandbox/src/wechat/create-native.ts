import type { Reply } from "../core/answer.ts";
import { fingerprint } from "../core/fingerprint.ts";
import type { Order } from "../core/order.ts";
import { payCode } from "../core/pay-code.ts";
import type { WechatAccount } from "./account.ts";
import type { NativeRequest } from "./native-request.ts";
import { paramError } from "./parse-body.ts";
import { ok, refusals } from "./refusal.ts";
import type { WechatDesk } from "./wechat-desk.ts";

const minLifeMs = 60_000;
const maxLifeMs = 7 * 24 * 60 * 60 * 1000;
/** A merchant's clock may be this far ahead of the sandbox's when it asks for the longest life. */
const graceMs = 5 * 60 * 1000;

/**
 * Creates a Native order, or answers for the one that is there: the same parameters give the same
 * code_url, other parameters OUT_TRADE_NO_USED (403), a paid order ORDER_PAID, a closed one ORDER_CLOSED.
 */
export function createNative(desk: WechatDesk, account: WechatAccount, request: NativeRequest): Reply {
  if (request.appid !== account.appid) return refusals.appidMismatch;
  const now = desk.clock.now();
  const expiresAt = expiry(request, now, desk.clock.offsetMs());
  const key = { channel: "wechat", account: account.mchid, outTradeNo: request.out_trade_no } as const;
  const print = fingerprint({ product: "NATIVE", request });
  const existing = desk.orders.find(key);
  if (existing !== null) return answerAgain(desk, existing, print);
  if (expiresAt - now > maxLifeMs + graceMs) return tooLong(request);
  const order = desk.orders.insert({
    ...key,
    product: "NATIVE",
    amount: request.amount.total,
    subject: request.description,
    fingerprint: print,
    details: JSON.stringify({ appid: request.appid, attach: request.attach }),
    notifyUrl: request.notify_url,
    payCode: `weixin://wxpay/bizpayurl?pr=${payCode(`${account.mchid}/${request.out_trade_no}`, 9)}`,
    createdAt: now,
    expiresAt,
  });
  return handOut(desk, order);
}

function answerAgain(desk: WechatDesk, existing: Order, print: string): Reply {
  if (existing.fingerprint !== print) return refusals.numberUsed;
  switch (existing.status) {
    case "paid":
      return refusals.orderPaid;
    case "closed":
      return refusals.orderClosed;
    case "waiting":
      return handOut(desk, existing);
  }
}

function handOut(desk: WechatDesk, order: Order): Reply {
  desk.autopay.consider(order);
  return ok({ code_url: order.payCode });
}

/**
 * 7 days unless asked otherwise; a time less than a minute away is raised to a minute. The merchant asks
 * for a moment of real time, which lies as far ahead on the sandbox's clock.
 */
function expiry(request: NativeRequest, now: number, offsetMs: number): number {
  if (request.time_expire === undefined) return now + maxLifeMs;
  return Math.max(Date.parse(request.time_expire) + offsetMs, now + minLifeMs);
}

function tooLong(request: NativeRequest): Reply {
  return paramError("输入源“/body/time_expire”映射到字段“交易结束时间”规则校验失败，超过最长有效期7天", {
    location: "body",
    field: "/time_expire",
    value: request.time_expire,
    issue: "more than 7 days ahead",
  });
}
