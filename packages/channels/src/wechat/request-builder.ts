import WxPay from "wechatpay-node-v3";
import { z } from "zod";

import { chinaRfc3339 } from "../china-time.ts";
import { assertOutTradeNo } from "../out-trade-no.ts";
import type { OrderToCreate } from "../channel.ts";
import type { SignableRequest } from "./crypto/request-signature.ts";

/** Makes the requests of WeChat Pay APIv3: method, path and body, unsigned and unsent. */
export interface WechatRequestBuilder {
  createNative(order: OrderToCreate): Promise<SignableRequest>;
  query(outTradeNo: string): Promise<SignableRequest>;
  close(outTradeNo: string): Promise<SignableRequest>;
}

const officialOrigin = "https://api.mch.weixin.qq.com";

/**
 * `wechatpay-node-v3` knows the paths and the members; it is used for these alone. What it would send is
 * caught in its own HTTP port, because its client has no time-outs, follows redirects with the
 * Authorization and verifies nothing.
 */
export function createRequestBuilder(account: { mchid: string; appid: string }): WechatRequestBuilder {
  const pay = new UnsignedPay({
    mchid: account.mchid,
    appid: account.appid,
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
  return {
    createNative: async (order) => built(await pay.transactions_native(nativeOrder(order))),
    query: async (outTradeNo) => {
      assertOutTradeNo(outTradeNo);
      return built(await pay.query({ out_trade_no: outTradeNo }));
    },
    close: async (outTradeNo) => {
      assertOutTradeNo(outTradeNo);
      return built(await pay.close(outTradeNo));
    },
  };
}

/** Signing is left to our own core: the package would parse the key's PEM and use Math.random each time. */
class UnsignedPay extends WxPay {
  override getSignature(): string {
    return "";
  }
}

function nativeOrder(order: OrderToCreate) {
  assertOutTradeNo(order.outTradeNo);
  return {
    description: order.subject,
    out_trade_no: order.outTradeNo,
    time_expire: chinaRfc3339(order.expiresAt),
    notify_url: order.notifyUrl,
    amount: { total: order.money.amount, currency: order.money.currency },
  };
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
