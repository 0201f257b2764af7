/** What the customer, or the page of the merchant, does in order to pay. The API shows it as it is. */
export type NextAction =
  | { readonly type: "qr_code"; readonly qr_code: string }
  | { readonly type: "redirect"; readonly url: string }
  /** A whole page that posts itself to the channel; every value in it is escaped. */
  | { readonly type: "form"; readonly html: string }
  | { readonly type: "wechat_jsapi"; readonly params: WechatJsapiParams }
  | { readonly type: "wechat_app"; readonly params: WechatAppParams }
  | { readonly type: "alipay_app"; readonly order_string: string }
  | { readonly type: "alipay_jsapi"; readonly trade_no: string }
  | { readonly type: "await_customer" };

/** WeChat Pay APIv3, JSAPI and mini programs: the arguments of `requestPayment`. */
export interface WechatJsapiParams {
  readonly appId: string;
  /** Unix time in seconds. */
  readonly timeStamp: string;
  readonly nonceStr: string;
  /** `prepay_id=…` */
  readonly package: string;
  readonly signType: "RSA";
  readonly paySign: string;
}

/** WeChat Pay APIv3, app payments: the members of a `PayReq`. */
export interface WechatAppParams {
  readonly appid: string;
  readonly partnerid: string;
  readonly prepayid: string;
  readonly package: "Sign=WXPay";
  readonly noncestr: string;
  /** Unix time in seconds. */
  readonly timestamp: string;
  readonly sign: string;
}
