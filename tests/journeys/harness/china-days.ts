const dayMs = 86_400_000;
const chinaMs = 8 * 3_600_000;

/** The day of China so many days before today, such as `2026-11-22`. */
export function daysAgo(days: number): string {
  return new Date(Date.now() + chinaMs - days * dayMs).toISOString().slice(0, 10);
}

/** The last day of the month before a day's. */
export function endOfMonthBefore(day: string): string {
  return new Date(Date.parse(`${day.slice(0, 7)}-01T00:00:00Z`) - dayMs).toISOString().slice(0, 10);
}

export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * dayMs).toISOString().slice(0, 10);
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}

/** A time of a day in China. @param time such as `12:00:00` */
export function inChina(day: string, time: string): Date {
  return new Date(`${day}T${time}+08:00`);
}
