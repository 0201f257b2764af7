import type { CreatePayment } from "./create-payment.ts";
import type { CreateRefund } from "./create-refund.ts";

/**
 * The canonical text of a payment's parameters: two requests have the same text if and only if they ask
 * for the same payment, whatever the order of their members and whether a default was written out.
 * JSON with sorted members and no blanks (RFC 8785). Absent members are left out, so that a field which a
 * later version adds changes no text of today.
 */
export function fingerprintOf(create: CreatePayment): string {
  return canonicalText(create);
}

/**
 * The same for a refund. Its payment is given by its id, however the request names it: by either number it is
 * the same refund. An amount that is left out stays so, since what is left changes.
 */
export function refundFingerprintOf(create: CreateRefund, paymentId: string): string {
  return canonicalText({ ...create, payment_id: paymentId, order_no: null });
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
