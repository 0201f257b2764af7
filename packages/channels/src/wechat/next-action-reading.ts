import { z } from "zod";

import type { OrderToCreate } from "../channel.ts";
import type { NextAction } from "../next-action.ts";
import { appParams, type ClientSigner, jsapiParams } from "./client-params.ts";
import type { WechatParts } from "./wechat-parts.ts";
import { productOf } from "./wechat-product.ts";

const nativeBody = z.object({ code_url: z.string().min(1).max(512) });
const h5Body = z.object({ h5_url: z.url({ protocol: /^https?$/ }).max(2_048) });
const prepaidBody = z.object({ prepay_id: z.string().regex(/^[\x21-\x7e]{1,64}$/) });

/**
 * What the customer pays by, from the answer to a create (WeChat Pay APIv3, order creation); null when it
 * is not in there.
 */
export function readNextAction(
  { credentials, party }: WechatParts,
  order: OrderToCreate,
  body: unknown,
): NextAction | null {
  const { mchid, privateKey } = credentials;
  const signer: ClientSigner = { appid: party.clientAppid(order.method), mchid, privateKey };
  const product = productOf(order.method);
  switch (product) {
    case "native": {
      const code = nativeBody.safeParse(body).data?.code_url;
      return code === undefined ? null : { type: "qr_code", qr_code: code };
    }
    case "h5": {
      const url = h5Body.safeParse(body).data?.h5_url;
      return url === undefined ? null : { type: "redirect", url: withReturn(url, order.returnUrl) };
    }
    case "jsapi": {
      const id = prepaidBody.safeParse(body).data?.prepay_id;
      return id === undefined ? null : { type: "wechat_jsapi", params: jsapiParams(id, order, signer) };
    }
    case "app": {
      const id = prepaidBody.safeParse(body).data?.prepay_id;
      return id === undefined ? null : { type: "wechat_app", params: appParams(id, order, signer) };
    }
    case "codepay":
      return { type: "await_customer" };
  }
}

/** Nothing else may be appended to an h5_url. */
function withReturn(url: string, returnUrl: string | null): string {
  return returnUrl === null ? url : `${url}&redirect_url=${encodeURIComponent(returnUrl)}`;
}
