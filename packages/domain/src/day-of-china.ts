const hourMs = 3_600_000;

/** The calendar day in China (UTC+8, without daylight saving time) at this moment, such as `2026-11-22`. */
export function dayOfChina(at: Date): string {
  return new Date(at.getTime() + 8 * hourMs).toISOString().slice(0, 10);
}
