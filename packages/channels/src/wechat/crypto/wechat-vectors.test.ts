import { constants, createPublicKey, type KeyObject, privateDecrypt, X509Certificate } from "node:crypto";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { type VectorFile, vectorsOf } from "../../../testing/vectors.ts";
import { hasValidSignature, signSha256 } from "../../rsa/rsa-signature.ts";
import { readPrivateKey } from "../../rsa/rsa-key.ts";
import { verifyPlatformMessage } from "./message-verification.ts";
import { readPlatformCertificate } from "./platform-certificate.ts";
import { certificateKeys } from "./platform-keys.ts";
import { authorizationHeader, requestMessage } from "./request-signature.ts";
import { sealMember } from "./sealed-member.ts";
import { type KeyBytes, type SealedText, unsealText } from "./sealed-text.ts";

const text = z.string();
const headers = z.record(text, text);

each(
  "wechat-request-signature.json",
  z.object({
    id: text,
    private_key_pem: text,
    method: text.optional(),
    canonical_url: text.optional(),
    timestamp: text.default(""),
    nonce: text.default(""),
    signed_body: text.default(""),
    canonical_string: text,
    expected_signature: text,
  }),
  (item) => {
    if (item.method !== undefined && item.canonical_url !== undefined) {
      const request = { method: item.method, target: item.canonical_url, body: item.signed_body };
      expect(requestMessage(request, item)).toBe(item.canonical_string);
    }
    expect(signSha256(item.canonical_string, privateKey(item.private_key_pem))).toBe(item.expected_signature);
  },
);

each(
  "wechat-authorization-header.json",
  z.object({
    id: text,
    mchid: text,
    serial_no: text,
    nonce: text,
    timestamp: text,
    method: text,
    canonical_url: text,
    signed_body: text,
    canonical_string: text,
    header_template_mock: text,
  }),
  (item) => {
    const message = requestMessage({ ...item, target: item.canonical_url, body: item.signed_body }, item);
    expect(message).toBe(item.canonical_string);
    const header = authorizationHeader(
      { mchid: item.mchid, serialNo: item.serial_no },
      item,
      `Sign:${message}`,
    );
    expect(header.replace("WECHATPAY2-SHA256-RSA2048", "WECHATPAY2-Mock")).toBe(item.header_template_mock);
  },
);

each(
  "wechat-invoke-paysign.json",
  z.object({ id: text, private_key_pem: text, canonical_string: text, expected_signature: text }),
  (item) => {
    expect(signSha256(item.canonical_string, privateKey(item.private_key_pem))).toBe(item.expected_signature);
  },
);

each(
  "wechat-response-verify.json",
  z
    .object({
      id: text,
      public_key_pem: text.optional(),
      certificate_pem: text.optional(),
      expected: z.boolean(),
    })
    .and(
      z.union([
        z.object({ headers, body: text }),
        z.object({ canonical_string: text, signature: text }).transform((raw) => ({ ...raw, headers: null })),
      ]),
    ),
  (item) => {
    const key = publicKey(item.public_key_pem ?? item.certificate_pem ?? "");
    if (item.headers === null) {
      expect(hasValidSignature(item.canonical_string, item.signature, key)).toBe(item.expected);
      return;
    }
    const message = {
      headers: { ...lowerCased(item.headers), "wechatpay-serial": "the-key" },
      body: Buffer.from(item.body),
    };
    const now = new Date(Number(item.headers["Wechatpay-Timestamp"]) * 1000);
    const verification = verifyPlatformMessage(
      message,
      new Map([["the-key", { publicKey: key, validity: null }]]),
      now,
    );
    expect(verification.kind === "valid").toBe(item.expected);
  },
);

each(
  "wechat-aes-gcm.json",
  z
    .object({ id: text, key_utf8: text, nonce: text, associated_data: text, ciphertext_b64: text })
    .and(z.union([z.object({ expected_plaintext: text }), z.object({ expected: z.literal("error") })])),
  (item) => {
    const opened = unseal({ ...item, ciphertext: item.ciphertext_b64 }, item.key_utf8);
    expect(opened).toBe("expected_plaintext" in item ? item.expected_plaintext : null);
  },
);

const sealedText = z.object({ nonce: text, associated_data: text, ciphertext: text });

each(
  "wechat-certificates.json",
  z
    .object({ id: text, expected_serial: text })
    .and(
      z.union([
        z.object({ certificate_pem: text }),
        z.object({ api_v3_key: text, response_body: text, expected_plaintext_pem: text }),
      ]),
    ),
  (item) => {
    if ("certificate_pem" in item) {
      expect(readPlatformCertificate(item.certificate_pem)?.serial).toBe(item.expected_serial);
      return;
    }
    const answer = z.object({ data: z.tuple([z.object({ encrypt_certificate: sealedText })]) });
    const [sealed] = answer.parse(JSON.parse(item.response_body)).data;
    const pem = unseal(sealed.encrypt_certificate, item.api_v3_key);
    expect(pem).toBe(item.expected_plaintext_pem);
    expect(readPlatformCertificate(pem ?? "")?.serial).toBe(item.expected_serial);
  },
);

each(
  "wechat-rsa-oaep.json",
  z
    .object({ id: text, private_key_pem: text, ciphertext_b64: text, padding: text })
    .and(z.union([z.object({ expected_plaintext: text }), z.object({ expected: z.literal("error") })])),
  (item) => {
    const key = privateKey(item.private_key_pem);
    const isOaep = item.padding.startsWith("OAEP");
    const padding = isOaep ? constants.RSA_PKCS1_OAEP_PADDING : constants.RSA_PKCS1_PADDING;
    const open = () =>
      privateDecrypt({ key, padding, oaepHash: "sha1" }, Buffer.from(item.ciphertext_b64, "base64"));
    if ("expected" in item) {
      expect(open).toThrow();
      return;
    }
    expect(open().toString()).toBe(item.expected_plaintext);
    // What we send is opened by whoever opens the published text.
    if (!isOaep) return;
    const own = Buffer.from(sealMember(item.expected_plaintext, createPublicKey(key)), "base64");
    expect(privateDecrypt({ key, padding, oaepHash: "sha1" }, own).toString()).toBe(item.expected_plaintext);
  },
);

each(
  "wechat-notification.json",
  z.object({
    id: text,
    api_v3_key: text,
    platform_certificate_pem: text,
    certificate_serial: text,
    clock_unix: z.number(),
    headers,
    body: text,
    expected_verify: z.literal(true),
    expected_plaintext: text,
  }),
  (item) => {
    const certificate = readPlatformCertificate(item.platform_certificate_pem);
    expect(certificate?.serial).toBe(item.certificate_serial);
    const keys = certificateKeys(certificate === null ? [] : [certificate]);
    const message = { headers: lowerCased(item.headers), body: Buffer.from(item.body) };
    expect(verifyPlatformMessage(message, keys, new Date(item.clock_unix * 1000))).toEqual({ kind: "valid" });
    const { resource } = z.object({ resource: sealedText }).parse(JSON.parse(item.body));
    expect(unseal(resource, item.api_v3_key)).toBe(item.expected_plaintext);
  },
);

function each<Item extends z.ZodType<{ id: string }>>(
  file: VectorFile,
  item: Item,
  run: (item: z.output<Item>) => void,
): void {
  describe(file, () => {
    for (const vector of vectorsOf(file, item)) it(vector.id, () => run(vector));
  });
}

function unseal(sealed: SealedText, key: string): string | null {
  return unsealText(sealed, Buffer.from(key), key.length as KeyBytes); // because the data has keys of both lengths
}

function privateKey(pem: string): KeyObject {
  const reading = readPrivateKey(pem);
  if (reading.kind === "fault") throw new Error(reading.message);
  return reading.key;
}

function publicKey(pem: string): KeyObject {
  return pem.includes("CERTIFICATE") ? new X509Certificate(pem).publicKey : createPublicKey(pem);
}

function lowerCased(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
}
