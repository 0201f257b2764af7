import { createPublicKey, verify } from "node:crypto";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { Webhook as SvixWebhook } from "svix";
import { describe, expect, it } from "vitest";
import { newSigningKeyPair } from "./new-signing-key-pair.ts";
import { newWebhookSecret } from "./new-webhook-secret.ts";
import { parseSigningKey, signWebhook } from "./sign-webhook.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw8tqgYkTz3b0=";
const body = JSON.stringify({ id: "evt_1", type: "payment.succeeded", data: { subject: "茶 🍵" } });
const now = () => Math.floor(Date.now() / 1_000);

/** What is sent along, signed by these keys as a merchant and we write them. */
function headersFor(keys: readonly string[], { id = "evt_1", timestampSeconds = now() } = {}) {
  const parsed = keys.map((text) => {
    const key = parseSigningKey(text);
    if (key === null) throw new Error(`${text.slice(0, 6)} of this test is a key`);
    return key;
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestampSeconds),
    "webhook-signature": signWebhook(parsed, { id, timestampSeconds, body }),
  };
}

type Headers = ReturnType<typeof headersFor>;

/** The libraries that merchants install. */
const verifiers = {
  standardwebhooks: (own: string, text: string, headers: Headers) => new Webhook(own).verify(text, headers),
  svix: (own: string, text: string, headers: Headers) => new SvixWebhook(own).verify(text, headers),
};

/** By the words of Standard Webhooks 1.0 and the public key alone, as a merchant would who has no library. */
function isVerifiedBy(publicKey: string, headers: Headers, text = body): boolean {
  const raw = Buffer.from(publicKey.replace(/^whpk_/, ""), "base64");
  const jwk = { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") };
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const content = Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${text}`);
  return headers["webhook-signature"]
    .split(" ")
    .filter((one) => one.startsWith("v1a,"))
    .some((one) => verify(null, content, key, Buffer.from(one.slice("v1a,".length), "base64")));
}

describe.each(Object.entries(verifiers))("a webhook's signature, for %s,", (_name, verifyBy) => {
  it("holds for what was sent", () => {
    expect(() => verifyBy(secret, body, headersFor([secret]))).not.toThrow();
    const fresh = newWebhookSecret();
    expect(() => verifyBy(fresh, body, headersFor([fresh]))).not.toThrow();
  });

  it("does not hold for another body, id, time or secret", () => {
    const headers = headersFor([secret]);
    const otherTime = { ...headers, "webhook-timestamp": String(now() - 60) };
    expect(() => verifyBy(secret, `${body} `, headers)).toThrow();
    expect(() => verifyBy(secret, body, { ...headers, "webhook-id": "evt_2" })).toThrow();
    expect(() => verifyBy(secret, body, otherTime)).toThrow();
    expect(() => verifyBy(newWebhookSecret(), body, headers)).toThrow();
  });

  it("does not hold long after it was sent", () => {
    const headers = headersFor([secret], { timestampSeconds: now() - 3_600 });
    expect(() => verifyBy(secret, body, headers)).toThrow();
  });

  it("holds for the old secret and the new one while both sign, and for the new one alone afterwards", () => {
    const rotated = newWebhookSecret();
    const meanwhile = headersFor([rotated, secret]);
    expect(meanwhile["webhook-signature"]).toMatch(/^v1,[\w+/]{43}= v1,[\w+/]{43}=$/);
    expect(() => verifyBy(secret, body, meanwhile)).not.toThrow();
    expect(() => verifyBy(rotated, body, meanwhile)).not.toThrow();
    const afterwards = headersFor([rotated]);
    expect(() => verifyBy(secret, body, afterwards)).toThrow();
    expect(() => verifyBy(rotated, body, afterwards)).not.toThrow();
  });

  it("holds beside one by an Ed25519 key", () => {
    const { signingKey } = newSigningKeyPair();
    expect(() => verifyBy(secret, body, headersFor([secret, signingKey]))).not.toThrow();
    expect(() => verifyBy(secret, body, headersFor([signingKey, secret]))).not.toThrow();
    expect(() => verifyBy(secret, body, headersFor([signingKey]))).toThrow();
  });
});

describe("an Ed25519 signature", () => {
  it("is verified by the public key and the specification alone", () => {
    const { signingKey, publicKey } = newSigningKeyPair();
    const headers = headersFor([secret, signingKey]);
    expect(headers["webhook-signature"]).toMatch(/^v1,[\w+/]{43}= v1a,[\w+/]{86}==$/);
    expect(isVerifiedBy(publicKey, headers)).toBe(true);
    expect(isVerifiedBy(publicKey, headers, `${body} `)).toBe(false);
    expect(isVerifiedBy(publicKey, { ...headers, "webhook-id": "evt_2" })).toBe(false);
    expect(isVerifiedBy(newSigningKeyPair().publicKey, headers)).toBe(false);
  });

  it("is there by the old key and by the new one while both sign", () => {
    const [old, rotated] = [newSigningKeyPair(), newSigningKeyPair()];
    const meanwhile = headersFor([secret, rotated.signingKey, old.signingKey]);
    expect([old, rotated].map(({ publicKey }) => isVerifiedBy(publicKey, meanwhile))).toEqual([true, true]);
    const afterwards = headersFor([secret, rotated.signingKey]);
    expect([old, rotated].map(({ publicKey }) => isVerifiedBy(publicKey, afterwards))).toEqual([false, true]);
  });

  it("is verified by the public key that RFC 8032 gives for a seed (7.1, test 1)", () => {
    const seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
    const publicBytes = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    const signingKey = `whsk_${Buffer.from(seed + publicBytes, "hex").toString("base64")}`;
    const publicKey = `whpk_${Buffer.from(publicBytes, "hex").toString("base64")}`;
    expect(isVerifiedBy(publicKey, headersFor([signingKey]))).toBe(true);
  });
});

describe("a new key pair", () => {
  it("is written as Standard Webhooks writes it: 64 bytes to sign with, their last 32 to verify with", () => {
    const { signingKey, publicKey } = newSigningKeyPair();
    const [signing, verifying] = [signingKey, publicKey].map((key) => Buffer.from(key.slice(5), "base64"));
    expect([signingKey.slice(0, 5), publicKey.slice(0, 5)]).toEqual(["whsk_", "whpk_"]);
    expect([signing?.length, verifying?.length]).toEqual([64, 32]);
    expect(signing?.subarray(32)).toEqual(verifying);
  });
});

describe("a signing key", () => {
  it("is whsec_ and base64 of 24 to 64 bytes", () => {
    expect(parseSigningKey(secret)?.key.symmetricKeySize).toBe(32);
    for (const bytes of [24, 64]) {
      const text = `whsec_${Buffer.alloc(bytes, 1).toString("base64")}`;
      expect(parseSigningKey(text)?.key.symmetricKeySize).toBe(bytes);
    }
    for (const bytes of [1, 23, 65]) {
      expect(parseSigningKey(`whsec_${Buffer.alloc(bytes, 1).toString("base64")}`)).toBeNull();
    }
  });

  it.each([
    "",
    "whsec_",
    "whsec_a",
    "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "whsec_not base64",
    "whsec_a-b_c",
    "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw8tqgYkTz3b0=",
    "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
  ])("is not %j", (text) => {
    expect(parseSigningKey(text)).toBeNull();
  });

  it("is refused by the libraries' own error when it is another", () => {
    const stranger = new Webhook(newWebhookSecret());
    expect(() => stranger.verify(body, headersFor([secret]))).toThrow(WebhookVerificationError);
  });
});
