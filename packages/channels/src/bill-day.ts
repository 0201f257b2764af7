import type { TimeOfDay } from "./bill.ts";
import { readChinaDateTime } from "./china-time.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const minuteMs = 60_000;

/**
 * A time of the day after a bill's day, in China.
 *
 * @throws for anything but a day `2026-11-22`, which is a bug of the caller
 */
export function nextDayAt(date: string, { hour, minute }: TimeOfDay): Date {
  const midnight = readChinaDateTime(`${date} 00:00:00`);
  if (midnight === null) throw new Error(`${date} is no day`);
  return new Date(midnight.getTime() + dayMs + hour * hourMs + minute * minuteMs);
}
