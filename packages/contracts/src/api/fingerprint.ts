import type { CreatePayment } from "./create-payment.ts";

/**
 * The canonical text of a payment's parameters: two requests have the same text if and only if they ask
 * for the same payment, whatever the order of their members and whether a default was written out.
 * JSON with sorted members and no blanks (RFC 8785). Absent members are left out, so that a field which a
 * later version adds changes no text of today.
 */
export function fingerprintOf(create: CreatePayment): string {
  return canonicalText(create);
}

function canonicalText(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members: readonly (readonly [string, unknown])[] = Object.entries(value);
  const written = members
    .filter(([, member]) => member !== null)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`);
  return `{${written.join(",")}}`;
}
