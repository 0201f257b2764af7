import { z } from "zod";

/**
 * What the customer or the merchant's page must do now so that the payment can succeed.
 * The `params` go to the channel's own library as they are.
 */
export type NextAction =
  | { readonly type: "qr_code"; readonly qr_code: string }
  | { readonly type: "redirect"; readonly url: string }
  | { readonly type: "form"; readonly html: string }
  | { readonly type: "wechat_jsapi"; readonly params: WechatJsapiParams }
  | { readonly type: "wechat_app"; readonly params: WechatAppParams }
  | { readonly type: "alipay_app"; readonly order_string: string }
  | { readonly type: "alipay_jsapi"; readonly trade_no: string }
  | { readonly type: "await_customer" };

/** WeChat Pay APIv3, JSAPI and mini programs: the arguments of `requestPayment`. */
export interface WechatJsapiParams {
  readonly appId: string;
  readonly timeStamp: string;
  readonly nonceStr: string;
  readonly package: string;
  readonly signType: string;
  readonly paySign: string;
}

/** WeChat Pay APIv3, app payments: the members of a `PayReq`. */
export interface WechatAppParams {
  readonly appid: string;
  readonly partnerid: string;
  readonly prepayid: string;
  readonly package: string;
  readonly noncestr: string;
  readonly timestamp: string;
  readonly sign: string;
}

const described = (description: string) => z.string().meta({ description });

const jsapiParams = z
  .object({
    appId: described("The WeChat app that pays."),
    timeStamp: described("Unix time in seconds, as text."),
    nonceStr: described("A random text."),
    package: described("prepay_id= and WeChat's id of the order."),
    signType: described("RSA."),
    paySign: described("The signature over the others."),
  })
  .meta({ description: "The arguments of requestPayment." });

const appParams = z
  .object({
    appid: described("The WeChat app that pays."),
    partnerid: described("WeChat's number of the merchant."),
    prepayid: described("WeChat's id of the order."),
    package: described("Sign=WXPay."),
    noncestr: described("A random text."),
    timestamp: described("Unix time in seconds, as text."),
    sign: described("The signature over the others."),
  })
  .meta({ description: "The members of a PayReq." });

export const nextAction: z.ZodType<NextAction> = z
  .discriminatedUnion("type", [
    action("QrCodeAction", {
      type: z.literal("qr_code"),
      qr_code: described("The text to show as a QR code."),
    }),
    action("RedirectAction", {
      type: z.literal("redirect"),
      url: described("Where the customer's browser goes."),
    }),
    action("FormAction", {
      type: z.literal("form"),
      html: described("A page that posts itself to the channel."),
    }),
    action("WechatJsapiAction", { type: z.literal("wechat_jsapi"), params: jsapiParams }),
    action("WechatAppAction", { type: z.literal("wechat_app"), params: appParams }),
    action("AlipayAppAction", {
      type: z.literal("alipay_app"),
      order_string: described("The argument of the app's Alipay library."),
    }),
    action("AlipayJsapiAction", {
      type: z.literal("alipay_jsapi"),
      trade_no: described("The argument of my.tradePay."),
    }),
    action("AwaitCustomerAction", { type: z.literal("await_customer") }),
  ])
  .meta({ id: "NextAction", description: "What has to happen now so that the payment can succeed." });

function action<Shape extends z.core.$ZodShape>(id: string, shape: Shape): z.ZodObject<Shape> {
  return z.object(shape).meta({ id });
}
