import { createHash } from "node:crypto";
import type { Reply } from "../core/answer.ts";
import { toRfc3339 } from "../core/china-time.ts";
import type { Order } from "../core/order.ts";
import { payCode } from "../core/pay-code.ts";
import type { Product } from "./product.ts";
import { ok } from "./refusal.ts";
import type { WechatDesk } from "./wechat-desk.ts";

/** Where an h5_url leads. */
export const cashierPath = "/cashier/wechat/checkmweb";

/** An h5_url opens the cashier for 5 minutes (WeChat Pay APIv3, H5 order). */
export const h5UrlLifeMs = 5 * 60 * 1000;

/** What the order is paid by: the QR code's text, or the prepay_id of 36 characters. */
export function payCodeOf(
  product: Product,
  order: { readonly mchid: string; readonly outTradeNo: string; readonly now: number },
): string {
  const seed = `${order.mchid}/${order.outTradeNo}`;
  if (product === "native") return `weixin://wxpay/bizpayurl?pr=${payCode(seed, 9)}`;
  const digest = createHash("sha256").update(`prepay/${seed}`).digest("hex");
  return `wx${toRfc3339(order.now).slice(0, 19).replaceAll(/\D/g, "")}${digest.slice(0, 20)}`;
}

/** Hands out what a customer needs to pay; the customer may be one who pays without being asked. */
export function prepaid(desk: WechatDesk, product: Product, order: Order): Reply {
  desk.autopay.consider(order);
  if (product === "native") return ok({ code_url: order.payCode });
  return product === "h5"
    ? ok({ h5_url: desk.url() + h5Path(order, desk.clock.now()) })
    : ok({ prepay_id: order.payCode });
}

/** Only `&redirect_url=…` may be appended. `package` carries the moment from which its 5 minutes count. */
export function h5Path(order: Order, nowMs: number): string {
  return `${cashierPath}?prepay_id=${order.payCode}&package=${nowMs}`;
}
