import { createHmac, createSecretKey, type KeyObject } from "node:crypto";

/** What a signature covers (Standard Webhooks 1.0, "Signature scheme"). */
export interface SignedParts {
  /** The same on every attempt. */
  readonly id: string;
  /** When this attempt is sent, in whole seconds since 1970. */
  readonly timestampSeconds: number;
  readonly body: string;
}

/** @returns the key of a `whsec_…` secret, or null when the text is not one */
export function parseSigningKey(secret: string): KeyObject | null {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? [];
  return base64 === undefined ? null : createSecretKey(Buffer.from(base64, "base64"));
}

/** The value of `webhook-signature`: `v1,` and the HMAC-SHA256 of id, timestamp and body in base64. */
export function signWebhook(key: KeyObject, { id, timestampSeconds, body }: SignedParts): string {
  const mac = createHmac("sha256", key).update(`${id}.${timestampSeconds}.${body}`, "utf8");
  return `v1,${mac.digest("base64")}`;
}
