import type { Method } from "@compose-pay/domain";

/** WeChat Pay's ways to pay, by the last part of the path of a create. */
export type WechatProduct = "native" | "jsapi" | "h5" | "app" | "codepay";

/** Mini programs pay by JSAPI under their own appid. */
const products = {
  wechat_native: "native",
  wechat_jsapi: "jsapi",
  wechat_mini: "jsapi",
  wechat_h5: "h5",
  wechat_app: "app",
  wechat_codepay: "codepay",
} as const satisfies Partial<Record<Method, WechatProduct>>;

type WechatMethod = keyof typeof products;

export const wechatMethods: readonly WechatMethod[] = [
  "wechat_native",
  "wechat_jsapi",
  "wechat_mini",
  "wechat_h5",
  "wechat_app",
  "wechat_codepay",
];

/** An order of another channel's method is a bug of the caller. */
export function productOf(method: Method): WechatProduct {
  const known = wechatMethods.find((each) => each === method);
  if (known === undefined) throw new Error(`${method} is no method of WeChat Pay`);
  return products[known];
}
