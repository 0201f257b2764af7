import { toGatewayTime } from "../core/china-time.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** Both channels make a day's bill by 09:00 of the next one. */
const madeAfterMs = 9 * 60 * 60 * 1000;
/** Bills are given out for three months. */
const keptMs = 93 * dayMs;

/** A day in GMT+8, from `from` to before `until`, in milliseconds since the epoch. */
export type BillDay = {
  /** `yyyy-MM-dd`. */
  readonly text: string;
  readonly from: number;
  readonly until: number;
};

/** Reads `yyyy-MM-dd`; null when there is no such day. */
export function parseBillDay(text: string): BillDay | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const from = Date.parse(`${text}T00:00:00+08:00`);
  if (Number.isNaN(from) || !toGatewayTime(from).startsWith(text)) return null;
  return { text, from, until: from + dayMs };
}

/** `open`: the day is not over. `making`: it is, but its bill is not there yet. `old`: it is no longer. */
export type BillState = "open" | "making" | "ready" | "old";

export function billStateOf(day: BillDay, nowMs: number): BillState {
  if (nowMs < day.until) return "open";
  if (nowMs < day.until + madeAfterMs) return "making";
  return nowMs < day.until + keptMs ? "ready" : "old";
}

/** `yyyyMMdd`. */
export function compactDay(day: BillDay): string {
  return day.text.replaceAll("-", "");
}
