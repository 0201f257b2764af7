import { build } from "hdr-histogram-js";

/** What a round of work came to. Times in milliseconds. */
export interface Pace {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly count: number;
}

/** Collects durations in an HDR histogram: three significant digits, from a microsecond to ten minutes. */
export interface Latencies {
  record(ms: number): void;
  /** @param seconds how long the durations were collected */
  pace(seconds: number): Pace;
}

const longestUs = 600_000_000;

export function collectLatencies(): Latencies {
  const histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: longestUs,
    numberOfSignificantValueDigits: 3,
  });
  return {
    record: (durationMs) => {
      histogram.recordValue(Math.min(Math.max(Math.round(durationMs * 1_000), 1), longestUs));
    },
    pace: (seconds) => ({
      perSecond: Math.round(histogram.totalCount / seconds),
      p50Ms: histogram.getValueAtPercentile(50) / 1_000,
      p99Ms: histogram.getValueAtPercentile(99) / 1_000,
      maxMs: histogram.maxValue / 1_000,
      count: histogram.totalCount,
    }),
  };
}
