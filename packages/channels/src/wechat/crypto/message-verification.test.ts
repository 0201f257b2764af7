import { generateKeyPairSync } from "node:crypto";

import { describe, expect, it } from "vitest";

import { signSha256 } from "../../rsa/rsa-signature.ts";
import { signedBytes, verifyPlatformMessage } from "./message-verification.ts";
import type { PlatformKey } from "./platform-keys.ts";

const platform = generateKeyPairSync("rsa", { modulusLength: 2048 });
const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
const now = new Date("2026-11-22T10:00:00Z");
const validity = { effectiveAt: new Date("2026-11-01"), expiresAt: new Date("2027-01-01") };
const keys = new Map<string, PlatformKey>([
  ["PUB_KEY_ID_1", { publicKey: platform.publicKey, validity: null }],
  ["5F1C72E2A8931B72A2E13AF8DEE92471EB397115", { publicKey: other.publicKey, validity }],
]);
const body = Buffer.from('{"trade_state":"SUCCESS"}');
const timestamp = String(now.getTime() / 1000);
const headers = {
  "wechatpay-timestamp": timestamp,
  "wechatpay-nonce": "n",
  "wechatpay-serial": "PUB_KEY_ID_1",
  "wechatpay-signature": signSha256(signedBytes(timestamp, "n", body), platform.privateKey),
};

describe("verifying a message of WeChat Pay", () => {
  it("accepts the named key's signature over the exact bytes, with either kind of key", () => {
    expect(verifyPlatformMessage({ headers, body }, keys, now)).toEqual({ kind: "valid" });
    const byCertificate = {
      ...headers,
      "wechatpay-serial": "5F1C72E2A8931B72A2E13AF8DEE92471EB397115",
      "wechatpay-signature": signSha256(signedBytes(timestamp, "n", body), other.privateKey),
    };
    expect(verifyPlatformMessage({ headers: byCertificate, body }, keys, now)).toEqual({ kind: "valid" });
  });

  it("accepts 300 seconds of difference between the clocks and no second more", () => {
    for (const seconds of [-300, 300]) {
      expect(verifyPlatformMessage({ headers, body }, keys, later(seconds)).kind).toBe("valid");
    }
    for (const seconds of [-301, 301]) {
      expect(verifyPlatformMessage({ headers, body }, keys, later(seconds))).toMatchObject({
        reason: "timestamp_skewed",
      });
    }
  });

  it.each([
    ["a changed byte of the body", {}, Buffer.from('{"trade_state":"SUCCESS "}'), "signature_wrong"],
    ["a changed nonce", { "wechatpay-nonce": "m" }, body, "signature_wrong"],
    ["a key that did not sign", { "wechatpay-serial": [...keys.keys()][1] ?? "" }, body, "signature_wrong"],
    ["an unknown serial", { "wechatpay-serial": "constructor" }, body, "key_unknown"],
    ["a timestamp that is no number", { "wechatpay-timestamp": "now" }, body, "timestamp_skewed"],
    ["no signature", { "wechatpay-signature": "" }, body, "signature_missing"],
    [
      "the channel's own probe",
      { "wechatpay-signature": `WECHATPAY/SIGNTEST/${headers["wechatpay-signature"]}` },
      body,
      "signature_probe",
    ],
  ])("refuses %s", (_, changed, bytes, reason) => {
    const verification = verifyPlatformMessage(
      { headers: { ...headers, ...changed }, body: bytes },
      keys,
      now,
    );
    expect(verification).toMatchObject({ kind: "refused", reason });
  });

  it.each([
    ["expired", { ...validity, expiresAt: now }],
    ["holds from six minutes later on", { ...validity, effectiveAt: later(360) }],
  ])("counts a certificate that %s as unknown, though its signature is right", (_, held) => {
    const certificate = new Map([["PUB_KEY_ID_1", { publicKey: platform.publicKey, validity: held }]]);
    expect(verifyPlatformMessage({ headers, body }, certificate, now)).toMatchObject({
      reason: "key_unknown",
      detail: "PUB_KEY_ID_1",
    });
  });

  it("names the serial that it does not know", () => {
    const unknown = { ...headers, "wechatpay-serial": "PUB_KEY_ID_2" };
    expect(verifyPlatformMessage({ headers: unknown, body }, keys, now)).toMatchObject({
      detail: "PUB_KEY_ID_2",
    });
  });
});

function later(seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
