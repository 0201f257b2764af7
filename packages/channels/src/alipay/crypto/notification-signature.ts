import type { KeyObject } from "node:crypto";

import { hasValidSignature } from "../../rsa/rsa-signature.ts";
import { contentOf, type Fields } from "./signed-content.ts";

/**
 * Alipay OpenAPI, signature of a trade notification: all fields but `sign` and `sign_type`. Whether empty
 * values belong to the string is told both ways by Alipay's documents, so both are tried; they differ by
 * nothing but the empty fields.
 */
export function isNotificationAuthentic(fields: Fields, alipayKey: KeyObject): boolean {
  const sign = fields["sign"];
  if (!sign) return false;
  if (hasValidSignature(contentOf(fields, isSigned), sign, alipayKey)) return true;
  if (!Object.values(fields).includes("")) return false;
  const withoutEmpty = contentOf(fields, (key, value) => isSigned(key) && value !== "");
  return hasValidSignature(withoutEmpty, sign, alipayKey);
}

function isSigned(key: string): boolean {
  return key !== "sign" && key !== "sign_type";
}
