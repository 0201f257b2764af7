const second = 1_000;
const minute = 60 * second;

/** The waits there are, in milliseconds. Each has a queue of its own: no message waits behind a longer one. */
export const waitStepsMs = [
  1 * second,
  5 * second,
  10 * second,
  30 * second,
  1 * minute,
  5 * minute,
  10 * minute,
  30 * minute,
] as const;

export type WaitStepMs = (typeof waitStepsMs)[number];

const longestMs: WaitStepMs = 30 * minute;

/** The nearest step that is not shorter than the wait, or the longest: a due time in a row decides the rest. */
export function waitStepFor(waitMs: number): WaitStepMs {
  return waitStepsMs.find((step) => step >= waitMs) ?? longestMs;
}
