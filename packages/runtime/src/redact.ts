import { describeError } from "./describe-error.ts";

const deepest = 6;
const mostItems = 50;

/**
 * Fields that never reach a log, compared without case, `_` and `-`, wherever they stand. `authcode` is the
 * customer's barcode, good for one payment.
 */
const secretNames =
  /^(authorization|cookie|setcookie|authcode|xapikey|.*(secret|secrets|password|token|privatekey|masterkey|apikey|apiv3key|keymaterial|signingkey))$/;

/** A copy of a log's fields without secrets; errors are described, and depth and length are bounded. */
export function redact(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return redactFields(fields, 0);
}

function redactFields(fields: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(fields).slice(0, mostItems);
  return Object.fromEntries(entries.map(([name, value]) => [name, redactField(name, value, depth)]));
}

function redactField(name: string, value: unknown, depth: number): unknown {
  const isSecret = secretNames.test(name.replaceAll(/[_-]/g, "").toLowerCase());
  return isSecret && value !== undefined && value !== null ? "[redacted]" : redactValue(value, depth);
}

function redactValue(value: unknown, depth: number): unknown {
  if (value instanceof Error) return describeError(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= deepest) return "[deeper]";
  if (Array.isArray(value)) return value.slice(0, mostItems).map((one) => redactValue(one, depth + 1));
  return redactFields(value, depth + 1);
}
