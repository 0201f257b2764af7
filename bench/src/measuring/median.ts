import type { Pace } from "./latencies.ts";

/** The middle of the values; of two middle ones the mean. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  if (upper === undefined || lower === undefined) throw new Error("nothing was measured");
  return (upper + lower) / 2;
}

/** Each figure's own median over the rounds. */
export function medianPace(rounds: readonly Pace[]): Pace {
  const of = (figure: keyof Pace) => median(rounds.map((round) => round[figure]));
  return {
    perSecond: of("perSecond"),
    p50Ms: of("p50Ms"),
    p99Ms: of("p99Ms"),
    maxMs: of("maxMs"),
    count: of("count"),
  };
}
