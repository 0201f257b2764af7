import { randomBytes } from "node:crypto";
import type { Answer, Reply } from "../core/answer.ts";
import type { Spoil } from "../core/exchange.ts";
import { generateRsaKeyPair, signSha256, spoilSignature } from "../core/rsa.ts";
import type { SigningKey } from "./platform.ts";
import { resultCode } from "./refusal.ts";

/** The headers that prove a body to be WeChat Pay's (WeChat Pay APIv3, response signature). */
export type Proof = {
  readonly "Wechatpay-Timestamp": string;
  readonly "Wechatpay-Nonce": string;
  readonly "Wechatpay-Signature": string;
  readonly "Wechatpay-Serial": string;
  readonly "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048";
};

/** What the deliberately wrong signatures of the signature probe start with. */
const probePrefix = "WECHATPAY/SIGNTEST/";

/** Signs `timestamp\nnonce\nbody\n` with a fresh nonce. `nowMs` becomes the timestamp. */
export async function prove(key: SigningKey, body: string, nowMs: number): Promise<Proof> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const nonce = randomBytes(16).toString("hex");
  return {
    "Wechatpay-Timestamp": timestamp,
    "Wechatpay-Nonce": nonce,
    "Wechatpay-Signature": await signSha256(key.privateKey, `${timestamp}\n${nonce}\n${body}\n`),
    "Wechatpay-Serial": key.serial,
    "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
  };
}

/** Signs a reply, or spoils its proof: a wrong signature, the probe's prefix, a key nobody knows. */
export async function seal(
  reply: Reply,
  key: SigningKey,
  how: { nowMs: number; spoil: Spoil | null },
): Promise<Answer> {
  const signer = how.spoil === "unknown_key" ? await strangerKey() : key;
  const proof = spoilProof(await prove(signer, reply.body, how.nowMs), how.spoil);
  return { ...reply, headers: { ...plainHeaders(reply), ...proof } };
}

export function spoilProof(proof: Proof, spoil: Spoil | null): Proof {
  switch (spoil) {
    case "signature":
      return { ...proof, "Wechatpay-Signature": spoilSignature(proof["Wechatpay-Signature"]) };
    case "signtest":
      return { ...proof, "Wechatpay-Signature": probePrefix + proof["Wechatpay-Signature"] };
    case "unknown_key":
    case null:
      return proof;
  }
}

/** The headers of a reply that is not signed: a refusal before the caller was known. */
export function plainHeaders(reply: Reply): Record<string, string> {
  return {
    ...(reply.body === "" ? {} : { "Content-Type": "application/json; charset=utf-8" }),
    "Request-ID": newRequestId(resultCode(reply)),
  };
}

export function newRequestId(code: number): string {
  return `${randomBytes(24).toString("hex").toUpperCase()}-${code}`;
}

let stranger: Promise<SigningKey> | undefined;

/** A key that belongs to nobody, made at first use: generating one takes a noticeable while. */
function strangerKey(): Promise<SigningKey> {
  stranger ??= generateRsaKeyPair().then(({ privateKey }) => ({
    serial: randomBytes(20).toString("hex").toUpperCase(),
    privateKey,
  }));
  return stranger;
}
