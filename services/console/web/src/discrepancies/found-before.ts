const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** So many days ago, to the hour: a page that is drawn again asks for the same list. */
export function foundBefore(now: Date, days: number): string {
  const atMs = now.getTime() - days * dayMs;
  return new Date(atMs - (atMs % hourMs)).toISOString();
}
