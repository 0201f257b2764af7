export interface BackoffBounds {
  /** The wait after the first failure. */
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * A wait that doubles with each failure up to a bound. Half of it is random, so that what failed together
 * does not come back together.
 *
 * @param tries failures so far, at least 1
 * @param jitter uniform in [0, 1)
 * @returns milliseconds, between half the step and the step
 */
export function backoffMs(tries: number, bounds: BackoffBounds, jitter: number): number {
  const doublings = Math.min(Math.max(tries, 1) - 1, 30);
  const stepMs = Math.min(bounds.firstMs * 2 ** doublings, bounds.maxMs);
  return Math.round((stepMs * (1 + jitter)) / 2);
}
