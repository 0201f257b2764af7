import { createHash, type KeyObject } from "node:crypto";

import type { OrderReference } from "../channel.ts";
import type { WechatAppParams, WechatJsapiParams } from "../next-action.ts";
import { signSha256 } from "../rsa/rsa-signature.ts";

/** Who signs what the customer's page or app calls the wallet with. */
export interface ClientSigner {
  /** The appid that the page or app belongs to. */
  readonly appid: string;
  readonly mchid: string;
  readonly privateKey: KeyObject;
}

/** WeChat Pay APIv3, JSAPI and mini programs: what `requestPayment` is called with. */
export function jsapiParams(
  prepayId: string,
  order: OrderReference,
  signer: ClientSigner,
): WechatJsapiParams {
  const { timestamp, nonce } = clientStamp(order);
  const given = `prepay_id=${prepayId}`;
  return {
    appId: signer.appid,
    timeStamp: timestamp,
    nonceStr: nonce,
    package: given,
    signType: "RSA",
    paySign: signSha256(clientMessage([signer.appid, timestamp, nonce, given]), signer.privateKey),
  };
}

/** WeChat Pay APIv3, apps: the members of the `PayReq`. The bare prepay_id is signed. */
export function appParams(prepayId: string, order: OrderReference, signer: ClientSigner): WechatAppParams {
  const { timestamp, nonce } = clientStamp(order);
  return {
    appid: signer.appid,
    partnerid: signer.mchid,
    prepayid: prepayId,
    package: "Sign=WXPay",
    noncestr: nonce,
    timestamp,
    sign: signSha256(clientMessage([signer.appid, timestamp, nonce, prepayId]), signer.privateKey),
  };
}

export function clientMessage(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** Follows from the order alone, so that a repeated create gives the same parameters. */
function clientStamp({ outTradeNo, createdAt }: OrderReference) {
  return {
    timestamp: String(Math.floor(createdAt.getTime() / 1000)),
    nonce: createHash("sha256").update(`client/${outTradeNo}`).digest("hex").slice(0, 32),
  };
}
