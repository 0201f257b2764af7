/** The time since `startedAt` (of `performance.now()`) as people read it: `0.9 s`, `12.4 s`. */
export function secondsSince(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
}
