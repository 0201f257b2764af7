const dayMs = 86_400_000;

/** The day so many days after, or before where `days` is negative; days are written `2026-11-22`. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
