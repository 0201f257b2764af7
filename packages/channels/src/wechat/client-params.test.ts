import { createPrivateKey, createPublicKey, verify } from "node:crypto";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { orderOf } from "../../testing/orders.ts";
import { vectorsOf } from "../../testing/vectors.ts";
import { appParams, clientMessage, type ClientSigner, jsapiParams } from "./client-params.ts";

const text = z.string();
const [vector] = vectorsOf(
  "wechat-invoke-paysign.json",
  z.object({
    private_key_pem: text,
    appid: text,
    timestamp: text,
    nonce: text,
    prepay_id: text,
    canonical_string: text,
  }),
);
if (vector === undefined) throw new Error("the published example is gone");
const privateKey = createPrivateKey(vector.private_key_pem);
const signer: ClientSigner = { appid: vector.appid, mchid: "1900007291", privateKey };
const order = orderOf({ createdAt: new Date(1_554_208_460_999) });

describe("what a page calls the wallet with", () => {
  it("is signed over the published message's lines", () => {
    const lines = [vector.appid, vector.timestamp, vector.nonce, `prepay_id=${vector.prepay_id}`];
    expect(clientMessage(lines)).toBe(vector.canonical_string);
  });

  it("is verified by its own members, appId to package, and not by signType", () => {
    const params = jsapiParams(vector.prepay_id, order, signer);
    expect(params).toMatchObject({
      appId: vector.appid,
      timeStamp: "1554208460",
      package: `prepay_id=${vector.prepay_id}`,
      signType: "RSA",
    });
    const { appId, timeStamp, nonceStr, paySign } = params;
    expect(isSigned(`${appId}\n${timeStamp}\n${nonceStr}\n${params.package}\n`, paySign)).toBe(true);
    expect(isSigned(`${appId}\n${timeStamp}\n${nonceStr}\n${params.package}`, paySign)).toBe(false);
  });

  it("carries a nonce of at most 32 characters that no other order has", () => {
    const { nonceStr } = jsapiParams(vector.prepay_id, order, signer);
    expect(nonceStr).toMatch(/^[0-9a-f]{32}$/);
    const other = orderOf({ outTradeNo: "att_another000" });
    expect(jsapiParams(vector.prepay_id, other, signer).nonceStr).not.toBe(nonceStr);
  });

  it("is the same each time the order is created", () => {
    const again = orderOf({ createdAt: order.createdAt, subject: "never signed" });
    expect(jsapiParams(vector.prepay_id, again, signer)).toEqual(
      jsapiParams(vector.prepay_id, order, signer),
    );
    expect(appParams(vector.prepay_id, again, signer)).toEqual(appParams(vector.prepay_id, order, signer));
  });
});

describe("what an app calls the wallet with", () => {
  it("is signed over the bare prepay_id", () => {
    const params = appParams(vector.prepay_id, order, signer);
    expect(params).toMatchObject({
      appid: vector.appid,
      partnerid: "1900007291",
      prepayid: vector.prepay_id,
      package: "Sign=WXPay",
    });
    const { appid, timestamp, noncestr, prepayid, sign } = params;
    expect(isSigned(`${appid}\n${timestamp}\n${noncestr}\n${prepayid}\n`, sign)).toBe(true);
  });
});

/** By Node's own primitives, not by ours. */
function isSigned(message: string, signature: string): boolean {
  const publicKey = createPublicKey(privateKey);
  return verify("sha256", Buffer.from(message), publicKey, Buffer.from(signature, "base64"));
}
