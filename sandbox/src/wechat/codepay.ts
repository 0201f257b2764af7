import type { Reply } from "../core/answer.ts";
import type { Order } from "../core/order.ts";
import { ok, refusals, refuse } from "./refusal.ts";
import { toTransaction } from "./transaction.ts";
import type { WechatDesk } from "./wechat-desk.ts";

/** From this sum on a customer is asked for the PIN, in fen. */
const pinFromFen = 100_000;

const expiredCode = refuse(400, {
  code: "AUTH_CODE_EXPIRED",
  message: "付款码已过期，请用户在微信上刷新后再试",
});
const invalidCode = refuse(400, { code: "AUTH_CODE_INVALID", message: "付款码无效，请扫描微信支付的付款码" });
const declined = refuse(403, { code: "NOT_ENOUGH", message: "用户账户余额不足" });

/** Why the code itself cannot be used; no order comes of it. Null when it can. Endings: see the README. */
export function refuseAuthCode(authCode: string | undefined): Reply | null {
  if (authCode?.endsWith("03")) return expiredCode;
  return authCode?.endsWith("04") ? invalidCode : null;
}

/**
 * What the customer behind the code does (WeChat Pay, 付款码): 01 declines, 02 is asked for the PIN, 05
 * too and the answer says so with 202. Anybody else pays at once below 1000 yuan and is asked above.
 */
export function decideCodepay(desk: WechatDesk, order: Order, authCode: string): Reply {
  if (authCode.endsWith("01")) {
    desk.payer.cancel(order);
    return declined;
  }
  const isAsked = authCode.endsWith("02") || authCode.endsWith("05") || order.amount >= pinFromFen;
  if (!isAsked) {
    const paid = desk.payer.pay(order, { notify: "none", delayMs: 0 });
    return paid === null ? refusals.breakdown : ok(toTransaction(paid));
  }
  desk.autopay.consider(order);
  return authCode.endsWith("05") ? refusals.userPaying : ok(toTransaction(order));
}
