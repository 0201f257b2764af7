import type { AttemptView, PaymentRowView, RefundRequestView, RefundRowView } from "@compose-pay/contracts";
import { defineWords } from "../shell/words.ts";
import { fieldWords } from "./field-words.ts";

type Method = PaymentRowView["method"];
type Channel = PaymentRowView["channel"];

export interface StateWords {
  readonly payment: Readonly<Record<PaymentRowView["status"], string>>;
  readonly attempt: Readonly<Record<AttemptView["state"], string>>;
  readonly refund: Readonly<Record<RefundRowView["state"], string>>;
  readonly request: Readonly<Record<RefundRequestView["state"], string>>;
  readonly refundKind: Readonly<Record<RefundRowView["kind"], string>>;
  readonly method: Readonly<Record<Method, string>>;
  readonly channel: Readonly<Record<Channel, string>>;
}

const chinese: StateWords = {
  payment: {
    processing: "处理中",
    requires_action: "待支付",
    succeeded: "支付成功",
    closed: "已关闭",
    failed: "支付失败",
  },
  attempt: {
    created: "未发送",
    submitted: "结果未知",
    pending: "待支付",
    succeeded: "成功",
    closed: "已关闭",
    failed: "失败",
  },
  refund: {
    created: "未发送",
    submitted: "结果未知",
    processing: "退款中",
    succeeded: "退款成功",
    failed: "退款失败",
    abnormal: "退款异常",
  },
  request: {
    waiting: "待复核",
    approved: "已同意",
    rejected: "已驳回",
    withdrawn: "已撤回",
    lapsed: "已失效",
  },
  refundKind: { merchant: "商户退款", duplicate: "重复支付自动退款", returned: "渠道已退回" },
  method: {
    wechat_native: "微信扫码",
    wechat_jsapi: "微信公众号",
    wechat_mini: "微信小程序",
    wechat_h5: "微信 H5",
    wechat_app: "微信 APP",
    wechat_codepay: "微信付款码",
    alipay_page: "支付宝电脑网站",
    alipay_wap: "支付宝手机网站",
    alipay_app: "支付宝 APP",
    alipay_qr: "支付宝扫码",
    alipay_jsapi: "支付宝 JSAPI",
    alipay_barcode: "支付宝付款码",
    checkout: "收银台",
    mock: "模拟支付",
  },
  channel: fieldWords["zh-CN"].channel,
};

const english: StateWords = {
  payment: {
    processing: "Processing",
    requires_action: "To be paid",
    succeeded: "Succeeded",
    closed: "Closed",
    failed: "Failed",
  },
  attempt: {
    created: "Not sent",
    submitted: "Outcome unknown",
    pending: "To be paid",
    succeeded: "Succeeded",
    closed: "Closed",
    failed: "Failed",
  },
  refund: {
    created: "Not sent",
    submitted: "Outcome unknown",
    processing: "Processing",
    succeeded: "Succeeded",
    failed: "Failed",
    abnormal: "Abnormal",
  },
  request: {
    waiting: "Waiting",
    approved: "Approved",
    rejected: "Rejected",
    withdrawn: "Withdrawn",
    lapsed: "Lapsed",
  },
  refundKind: {
    merchant: "Asked for",
    duplicate: "Second payment, by itself",
    returned: "Returned by the channel",
  },
  method: {
    wechat_native: "WeChat QR code",
    wechat_jsapi: "WeChat official account",
    wechat_mini: "WeChat mini program",
    wechat_h5: "WeChat H5",
    wechat_app: "WeChat app",
    wechat_codepay: "WeChat payment code",
    alipay_page: "Alipay web page",
    alipay_wap: "Alipay mobile page",
    alipay_app: "Alipay app",
    alipay_qr: "Alipay QR code",
    alipay_jsapi: "Alipay JSAPI",
    alipay_barcode: "Alipay payment code",
    checkout: "Checkout page",
    mock: "Mock",
  },
  channel: fieldWords.en.channel,
};

/** The states, methods and channels in the words of people. */
export const stateWords = defineWords<StateWords>(chinese, english);
