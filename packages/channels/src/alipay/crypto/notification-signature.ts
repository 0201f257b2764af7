import type { KeyObject } from "node:crypto";

import { hasValidSignature } from "../../rsa/rsa-signature.ts";
import { contentOf, type Fields } from "./signed-content.ts";

/**
 * Alipay OpenAPI, signature of a trade notification: all fields but `sign` and `sign_type`. Whether empty
 * values belong to the string is told both ways by Alipay's documents, so both are tried; they differ by
 * nothing but the empty fields. Fields that are not the one reading of their text are not authentic.
 */
export function isNotificationAuthentic(fields: Fields, alipayKey: KeyObject): boolean {
  const sign = fields["sign"];
  if (!sign || !isOneReading(fields)) return false;
  if (hasValidSignature(contentOf(fields, isSigned), sign, alipayKey)) return true;
  if (!Object.values(fields).includes("")) return false;
  const withoutEmpty = contentOf(fields, (key, value) => isSigned(key) && value !== "");
  return hasValidSignature(withoutEmpty, sign, alipayKey);
}

/**
 * Nothing is encoded in the text under the signature, so that a value with `&name=` in it can be cut into other
 * fields, and other fields can be joined into such a value: one signature would vouch for all of them. Where
 * names are words and no value holds what begins a field, only one set of fields makes the text. No value of
 * Alipay's own has that in it, and ours are sent without.
 */
function isOneReading(fields: Fields): boolean {
  return Object.entries(fields).every(([name, value]) => fieldName.test(name) && !fieldStart.test(value));
}

const fieldName = /^\w+$/;
const fieldStart = /&\w+=/;

function isSigned(key: string): boolean {
  return key !== "sign" && key !== "sign_type";
}
