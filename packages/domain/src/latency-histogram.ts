/** Upper bounds of the classes that times to an answer are counted in, in ms, each inclusive; what took longer is in one more. */
export const answerBoundsMs = [100, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000] as const;

export interface LatencyQuantile {
  readonly ms: number;
  /** It took at least so long: more is not known, since it is in the class without an upper bound. */
  readonly isFloor: boolean;
}

/**
 * The time within which this share was answered, reckoned as if the times of a class were spread evenly over it.
 *
 * @param counts one number for each class, the one without an upper bound last
 * @param share such as 0.95
 * @returns null when nothing was counted
 */
export function latencyQuantile(counts: readonly number[], share: number): LatencyQuantile | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = total * share;
  let below = 0;
  let lowerMs = 0;
  for (const [index, upperMs] of answerBoundsMs.entries()) {
    const count = counts[index] ?? 0;
    if (count > 0 && below + count >= wanted) {
      const part = (wanted - below) / count;
      return { ms: Math.round(lowerMs + (upperMs - lowerMs) * part), isFloor: false };
    }
    below += count;
    lowerMs = upperMs;
  }
  return { ms: lowerMs, isFloor: true };
}
