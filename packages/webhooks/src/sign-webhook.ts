import { createHmac, createPrivateKey, createSecretKey, type KeyObject, sign } from "node:crypto";

/** What a signature covers (Standard Webhooks 1.0, "Signature scheme"). */
export interface SignedParts {
  /** The same on every attempt. */
  readonly id: string;
  /** When this attempt is sent, in whole seconds since 1970. */
  readonly timestampSeconds: number;
  readonly body: string;
}

/** `v1` is symmetric, HMAC-SHA256 by a `whsec_…` secret; `v1a` is Ed25519 by a `whsk_…` key. */
export interface SigningKey {
  readonly version: "v1" | "v1a";
  readonly key: KeyObject;
}

/** @returns the key of a `whsec_…` secret or a `whsk_…` private key, or null when the text is neither */
export function parseSigningKey(text: string): SigningKey | null {
  const [, kind, base64 = ""] = /^(whsec|whsk)_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = Buffer.from(base64, "base64");
  if (kind === "whsec") return isSecretLength(bytes) ? { version: "v1", key: createSecretKey(bytes) } : null;
  return kind === "whsk" && bytes.length === seedBytes + publicBytes ? ed25519Key(bytes) : null;
}

/** The value of `webhook-signature`: one signature for each key, separated by blanks. */
export function signWebhook(
  keys: readonly SigningKey[],
  { id, timestampSeconds, body }: SignedParts,
): string {
  const content = `${id}.${timestampSeconds}.${body}`;
  return keys.map((key) => `${key.version},${signatureOf(key, content)}`).join(" ");
}

function signatureOf({ version, key }: SigningKey, content: string): string {
  return version === "v1"
    ? createHmac("sha256", key).update(content, "utf8").digest("base64")
    : sign(null, Buffer.from(content, "utf8"), key).toString("base64");
}

/** 24 to 64 bytes (Standard Webhooks 1.0, "Signature scheme"). */
function isSecretLength({ length }: Buffer): boolean {
  return length >= 24 && length <= 64;
}

const seedBytes = 32;
const publicBytes = 32;

/** As libsodium writes a private key, and with it Standard Webhooks: the seed, then the public key. */
function ed25519Key(bytes: Buffer): SigningKey {
  const [d, x] = [bytes.subarray(0, seedBytes), bytes.subarray(seedBytes)];
  const jwk = { kty: "OKP", crv: "Ed25519", d: d.toString("base64url"), x: x.toString("base64url") };
  return { version: "v1a", key: createPrivateKey({ key: jwk, format: "jwk" }) };
}
