import { type ChannelName, channelNames } from "./channel.ts";

/** Every way to pay (支付产品) that the API has a name for. */
export const methods = [
  "wechat_native",
  "wechat_jsapi",
  "wechat_mini",
  "wechat_h5",
  "wechat_app",
  "wechat_codepay",
  "alipay_page",
  "alipay_wap",
  "alipay_app",
  "alipay_qr",
  "alipay_jsapi",
  "alipay_barcode",
  "checkout",
  "mock",
] as const;
export type Method = (typeof methods)[number];

/** The methods that a channel of this version serves; the others answer `method_not_enabled`. */
export const servedMethods = [
  "wechat_native",
  "wechat_jsapi",
  "wechat_mini",
  "wechat_h5",
  "wechat_app",
  "wechat_codepay",
  "alipay_page",
  "alipay_wap",
  "alipay_app",
  "alipay_qr",
  "alipay_jsapi",
  "alipay_barcode",
  "mock",
] as const satisfies readonly Method[];

/** The till scans the customer's code (付款码): nothing is shown to the customer, and an order is cancelled, not closed. */
export function isBarcode(method: Method): boolean {
  return method === "wechat_codepay" || method === "alipay_barcode";
}

/** The channel behind a method, which its name begins with; null for `checkout`, where the customer chooses it later. */
export function channelOf(method: Method): ChannelName | null {
  const [prefix] = method.split("_");
  return channelNames.find((name) => name === prefix) ?? null;
}
