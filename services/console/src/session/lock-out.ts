/** Sign-ins in a row that may fail before the next one has to wait. */
const freeFailures = 5;
const firstWaitMs = 30_000;
const longestWaitMs = 900_000;

/**
 * Until when no sign-in is looked at after so many failures in a row: the wait doubles with each, and ends at a quarter of
 * an hour, so that somebody who fails on purpose does not shut an operator out for good.
 */
export function lockedUntil(failures: number, now: Date): Date | null {
  if (failures < freeFailures) return null;
  const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - freeFailures));
  return new Date(now.getTime() + waitMs);
}
