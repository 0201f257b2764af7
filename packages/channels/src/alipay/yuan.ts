/** An amount as Alipay writes it: yuan with two decimals. No floating point comes near it. */
export function yuanOf(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new Error("an amount is a whole number of fen");
  const digits = String(fen).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Fen of `1`, `1.5` or `1.50`; null for anything else. */
export function fenOf(yuan: string): number | null {
  const parts = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan);
  if (parts === null) return null;
  return Number(`${parts[1]}${(parts[2] ?? "").padEnd(2, "0")}`);
}
