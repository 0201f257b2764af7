import { createHash, randomBytes } from "node:crypto";

/** 256 bits: beyond guessing, so that one unsalted SHA-256 keeps it as well as a slow hash would. */
const keyBytes = 32;
const hintLength = 4;

export interface NewApiKey {
  /** `sk_test_` or `sk_live_` and the bytes in base64url. */
  readonly secret: string;
  /** Lower-case hex; all that is stored of the key. */
  readonly sha256: string;
  /** The last characters of the key, by which people tell their keys apart. */
  readonly hint: string;
}

export function newApiKey(live: boolean): NewApiKey {
  const secret = `${live ? "sk_live_" : "sk_test_"}${randomBytes(keyBytes).toString("base64url")}`;
  return { secret, sha256: apiKeySha256(secret), hint: secret.slice(-hintLength) };
}

/** What a presented key is looked up by. */
export function apiKeySha256(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
