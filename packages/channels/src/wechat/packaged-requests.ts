import WxPay from "wechatpay-node-v3";
import { z } from "zod";

import type { OrderToCreate } from "../channel.ts";
import { assertOutTradeNo } from "../out-trade-no.ts";
import type { RefundReference, RefundToMake } from "../refund.ts";
import type { SignableRequest } from "./crypto/request-signature.ts";
import { h5Scene, openidOf, prepaidOrder } from "./order-body.ts";
import { refundBody } from "./refund-body.ts";
import type { WechatCredentials } from "./wechat-credentials.ts";
import { partyOf } from "./wechat-party.ts";
import { productOf } from "./wechat-product.ts";

/** Those requests of WeChat Pay APIv3 that `wechatpay-node-v3` can make: unsigned and unsent. */
export interface PackagedRequests {
  /** Every way to pay but 付款码. */
  create(order: OrderToCreate): Promise<SignableRequest>;
  query(outTradeNo: string): Promise<SignableRequest>;
  close(outTradeNo: string): Promise<SignableRequest>;
  refund(refund: RefundToMake): Promise<SignableRequest>;
  queryRefund(refund: RefundReference): Promise<SignableRequest>;
}

const officialOrigin = "https://api.mch.weixin.qq.com";

/**
 * `wechatpay-node-v3` knows the paths and the members; it is used for these alone. What it would send is
 * caught in its own HTTP port, because its client has no time-outs, follows redirects with the
 * Authorization and verifies nothing.
 */
export function createPackagedRequests(credentials: WechatCredentials): PackagedRequests {
  const pay = unsignedPay(credentials);
  return {
    create: async (order) => built(await createBy(pay, credentials, order)),
    query: async (outTradeNo) => {
      assertOutTradeNo(outTradeNo);
      return built(await pay.query({ out_trade_no: outTradeNo }));
    },
    close: async (outTradeNo) => {
      assertOutTradeNo(outTradeNo);
      return built(await pay.close(outTradeNo));
    },
    refund: async (refund) => built(await pay.refunds(refundBody(refund))),
    queryRefund: async ({ outRefundNo }) => {
      assertOutTradeNo(outRefundNo);
      return built(await pay.find_refunds(outRefundNo));
    },
  };
}

function createBy(pay: UnsignedPay, credentials: WechatCredentials, order: OrderToCreate) {
  const product = productOf(order.method);
  const common = { ...partyOf(credentials).orderMembers(order.method), ...prepaidOrder(order) };
  switch (product) {
    case "native":
      return pay.transactions_native(common);
    case "app":
      return pay.transactions_app(common);
    case "jsapi":
      return pay.transactions_jsapi({ ...common, payer: { openid: openidOf(order) } });
    case "h5": {
      const scene = h5Scene(order);
      // The package demands an app's name, which WeChat Pay does not.
      return pay.transactions_h5({
        ...common,
        scene_info: scene as typeof scene & { h5_info: { app_name: string } },
      }); // because it passes on what it is given
    }
    case "codepay":
      throw new Error("the package knows no codepay");
  }
}

/** Signing is left to our own core: the package would parse the key's PEM and use Math.random each time. */
class UnsignedPay extends WxPay {
  override getSignature(): string {
    return "";
  }
}

function unsignedPay({ mchid, appid }: WechatCredentials): UnsignedPay {
  const pay = new UnsignedPay({
    mchid,
    appid,
    serial_no: "unsigned",
    publicKey: Buffer.alloc(0),
    privateKey: Buffer.alloc(0),
  });
  pay.createHttp({
    get: async (url) => caught({ method: "GET", target: targetOf(url), body: "" }),
    post: async (url, params) =>
      caught({ method: "POST", target: targetOf(url), body: JSON.stringify(params) }),
    upload: async () => {
      throw new Error("nothing is uploaded");
    },
  });
  return pay;
}

const request = z.object({ method: z.string(), target: z.string(), body: z.string() });

/** The package hands the answer of its HTTP port on as it is. */
function caught(data: SignableRequest) {
  return { status: 0, data };
}

function built(output: { readonly data?: unknown }): SignableRequest {
  return request.parse(output.data);
}

function targetOf(url: string): string {
  if (!url.startsWith(`${officialOrigin}/`)) throw new Error("the package built a URL of another origin");
  return url.slice(officialOrigin.length);
}
