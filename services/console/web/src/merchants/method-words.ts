import type { ContractView } from "@compose-pay/contracts";
import { defineWords } from "../shell/words.ts";

type MethodNames = { readonly [Name in ContractView["method"]]: string };

const chinese: MethodNames = {
  wechat_native: "微信 Native 扫码",
  wechat_jsapi: "微信 JSAPI",
  wechat_mini: "微信小程序",
  wechat_h5: "微信 H5",
  wechat_app: "微信 App",
  wechat_codepay: "微信付款码",
  alipay_page: "支付宝电脑网站",
  alipay_wap: "支付宝手机网站",
  alipay_app: "支付宝 App",
  alipay_qr: "支付宝扫码",
  alipay_jsapi: "支付宝小程序",
  alipay_barcode: "支付宝付款码",
  checkout: "收银台",
  mock: "模拟渠道",
};

const english: MethodNames = {
  wechat_native: "WeChat Native (QR code)",
  wechat_jsapi: "WeChat JSAPI",
  wechat_mini: "WeChat mini program",
  wechat_h5: "WeChat H5",
  wechat_app: "WeChat app",
  wechat_codepay: "WeChat payment code",
  alipay_page: "Alipay page",
  alipay_wap: "Alipay mobile page",
  alipay_app: "Alipay app",
  alipay_qr: "Alipay QR code",
  alipay_jsapi: "Alipay mini program",
  alipay_barcode: "Alipay payment code",
  checkout: "Checkout",
  mock: "Mock",
};

/** What people call a way to pay (支付产品). */
export const methodWords = defineWords<MethodNames>(chinese, english);
