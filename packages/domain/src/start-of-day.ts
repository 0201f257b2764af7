/** The moment at which a day of China begins, such as `2026-11-22`. */
export function startOfDay(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`);
}
