const hourMs = 3_600_000;

/** The calendar day in China at this moment, such as `2026-11-22`. */
export function chinaDay(at: Date): string {
  return new Date(at.getTime() + 8 * hourMs).toISOString().slice(0, 10);
}

/** The days of a month such as `2026-02`. */
export function daysOfMonth(month: string): readonly string[] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: count }, (_, index) => `${month}-${String(index + 1).padStart(2, "0")}`);
}

/** The month so many months later; fewer than none for one before. */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

export function isMonth(text: string): boolean {
  return /^20\d{2}-(?:0[1-9]|1[0-2])$/.test(text);
}
