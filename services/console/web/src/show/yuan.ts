/** Fen as yuan with both places, exactly: 123456 is `1,234.56`. */
export function yuan(fen: number): string {
  const sign = fen < 0 ? "-" : "";
  const digits = String(Math.abs(fen)).padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${sign}${whole}.${digits.slice(-2)}`;
}

/**
 * Yuan as they are typed, in fen; null for what is no amount. No floating point is near it. Commas stand between
 * thousands or nowhere: one that somebody takes for the point would make a hundredfold of it.
 */
export function fenOf(written: string): number | null {
  const found = /^(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?$/.exec(written.trim());
  if (found === null) return null;
  const [, whole = "", part = ""] = found;
  return Number(`${whole.replaceAll(",", "")}${part.padEnd(2, "0")}`);
}
