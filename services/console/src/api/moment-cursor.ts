import type { PageMark } from "@compose-pay/database";

/** Where the next page of a list by (created_at, id) begins: `1767225600000.pay_…`. */
export function momentCursor({ createdAt, id }: PageMark): string {
  return `${createdAt.getTime()}.${id}`;
}

/** @returns null for what no page has ended with */
export function readMomentCursor(text: string): PageMark | null {
  const found = /^(\d{1,15})\.([a-z]{2,5}_[0-9a-z]{1,28})$/.exec(text);
  if (found === null) return null;
  const [, ms = "", id = ""] = found;
  return { createdAt: new Date(Number(ms)), id };
}
