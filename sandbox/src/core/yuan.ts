/** Fen as yuan: 1 → `0.01`, -1 → `-0.01`. */
export function toYuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, "0");
  return `${fen < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const yuanPattern = /^(\d{1,9})(?:\.(\d{1,2}))?$/;
const maxFen = 10_000_000_000;

/** Reads 0.01 … 100000000 yuan with at most two decimals as fen; null for anything else. */
export function fromYuan(text: string): number | null {
  const match = yuanPattern.exec(text);
  if (match === null) return null;
  const fen = Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
  return fen >= 1 && fen <= maxFen ? fen : null;
}
