import { hasValidSignature } from "../../rsa/rsa-signature.ts";
import { isInForce, type PlatformKeys } from "./platform-keys.ts";

/** An answer or a notification as it arrived. */
export interface PlatformMessage {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Exact bytes: the signature covers them and nothing that was parsed and written again. */
  readonly body: Buffer;
}

export type Verification =
  | { readonly kind: "valid" }
  | { readonly kind: "refused"; readonly reason: VerificationRefusal; readonly detail: string | null };

type VerificationRefusal =
  | "signature_missing"
  | "signature_wrong"
  | "signature_probe"
  | "key_unknown"
  | "timestamp_skewed";

const largestSkewSeconds = 300;

/**
 * WeChat Pay sends some messages with a deliberately wrong signature under this prefix, to see whether
 * the merchant verifies at all. They are refused like any other wrong signature.
 */
const probePrefix = "WECHATPAY/SIGNTEST/";

/**
 * WeChat Pay APIv3, verification of answers and notifications: `timestamp\nnonce\nbody\n` under the named
 * key. A certificate that is not in force proves nothing, so that its key counts as unknown.
 */
export function verifyPlatformMessage(message: PlatformMessage, keys: PlatformKeys, now: Date): Verification {
  const timestamp = message.headers["wechatpay-timestamp"];
  const nonce = message.headers["wechatpay-nonce"];
  const signature = message.headers["wechatpay-signature"];
  const serial = message.headers["wechatpay-serial"];
  if (!timestamp || !nonce || !signature || !serial) return refused("signature_missing");
  if (signature.startsWith(probePrefix)) return refused("signature_probe");
  if (!isFresh(timestamp, now)) return refused("timestamp_skewed", timestamp);
  const key = keys.get(serial);
  if (key === undefined || !isInForce(key, now)) return refused("key_unknown", serial);
  const signed = signedBytes(timestamp, nonce, message.body);
  return hasValidSignature(signed, signature, key.publicKey) ? { kind: "valid" } : refused("signature_wrong");
}

export function signedBytes(timestamp: string, nonce: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from("\n")]);
}

function isFresh(timestamp: string, now: Date): boolean {
  if (!/^\d{1,11}$/.test(timestamp)) return false;
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) <= largestSkewSeconds;
}

const longestDetail = 64;

function refused(reason: VerificationRefusal, detail: string | null = null): Verification {
  return { kind: "refused", reason, detail: detail?.slice(0, longestDetail) ?? null };
}
