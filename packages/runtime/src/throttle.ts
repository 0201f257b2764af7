/** Says at most once in a span of time that it is time: what repeats endlessly shall not fill a log. */
export interface Throttle {
  isDue(): boolean;
  /** The next time is due at once. */
  reset(): void;
}

/** @param everyMs the span in milliseconds, by a clock that never goes back */
export function createThrottle(everyMs: number): Throttle {
  let lastMs = -Infinity;
  return {
    isDue: () => {
      const nowMs = performance.now();
      if (nowMs - lastMs < everyMs) return false;
      lastMs = nowMs;
      return true;
    },
    reset: () => void (lastMs = -Infinity),
  };
}
