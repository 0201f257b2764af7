import { dayAfter } from "@compose-pay/domain";

/** A time of day in China. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

const hourMs = 3_600_000;

/** This time of the day after a day of China: when its bill can be asked for, or is late. */
export function onNextDay(day: string, { hour, minute }: TimeOfDay): Date {
  return new Date(`${dayAfter(day, 1)}T${two(hour)}:${two(minute)}:00+08:00`);
}

/** A bill that is not there yet is asked for again after an hour, and not before it can be asked for. */
export function askAgainAt(
  day: string,
  { readyAt, now }: { readonly readyAt: TimeOfDay; readonly now: Date },
): Date {
  const ready = onNextDay(day, readyAt);
  return ready > now ? ready : new Date(now.getTime() + hourMs);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
