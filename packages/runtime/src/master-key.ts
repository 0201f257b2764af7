import { createSecretKey } from "node:crypto";
import type { KeyObject } from "node:crypto";

/** @returns the key, or null when the text is not exactly 32 bytes in base64 */
export function parseMasterKey(base64: string): KeyObject | null {
  const text = base64.trim();
  if (!/^[A-Za-z0-9+/]{43}=?$/.test(text)) return null;
  const bytes = Buffer.from(text, "base64");
  return bytes.length === 32 ? createSecretKey(bytes) : null;
}
