/** Sign-ins in a row that may fail before the next one has to wait. */
const freeFailures = 5;
const firstWaitMs = 30_000;
const longestWaitMs = 900_000;
/** The row begins anew when the last wait is over for so long. */
const forgottenAfterMs = 3_600_000;

/** What is known of the sign-ins of an operator that have failed in a row. */
export interface Failures {
  readonly failedSignIns: number;
  /** No sign-in is looked at before. */
  readonly lockedUntil: Date | null;
}

export function isLocked({ lockedUntil }: Failures, now: Date): boolean {
  return lockedUntil !== null && lockedUntil > now;
}

/**
 * One failure more. From the fifth in a row on the next sign-in has to wait, twice as long each time and a quarter of an
 * hour at most; who is signed in already is not held up by it.
 */
export function withFailure({ failedSignIns, lockedUntil }: Failures, now: Date): Failures {
  const isForgotten = lockedUntil !== null && now.getTime() - lockedUntil.getTime() > forgottenAfterMs;
  const failures = (isForgotten ? 0 : failedSignIns) + 1;
  if (failures < freeFailures) return { failedSignIns: failures, lockedUntil: null };
  const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - freeFailures));
  return { failedSignIns: failures, lockedUntil: new Date(now.getTime() + waitMs) };
}

/** Takes back one failure that was none, and the wait that it has begun; what others have counted meanwhile stays. */
export function withoutFailure(failures: Failures, counted: Failures): Failures {
  const failedSignIns = Math.max(0, failures.failedSignIns - 1);
  const isOwnWait = failures.lockedUntil?.getTime() === counted.lockedUntil?.getTime();
  return { failedSignIns, lockedUntil: isOwnWait ? null : failures.lockedUntil };
}
