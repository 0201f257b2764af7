import { z } from "zod";
import { collectLatencies } from "../measuring/latencies.ts";

/** How the work of one round is bounded. */
export const roundShape = z.object({
  /** Begins every order number, so that no round meets the orders of another. */
  prefix: z.string(),
  /** Works at one time. */
  lanes: z.int().min(1).max(256),
  /** Work that is done before anything is measured. */
  warmUpMs: z.int().max(60_000),
  measuredMs: z.int().max(120_000),
});
export type RoundBounds = z.output<typeof roundShape>;

/** What a round came to; `done` counts the work of the warm-up too. */
export const roundResult = z.object({
  done: z.int(),
  pace: z.object({
    perSecond: z.number(),
    p50Ms: z.number(),
    p99Ms: z.number(),
    maxMs: z.number(),
    count: z.number(),
  }),
});
export type RoundResult = z.output<typeof roundResult>;

/** Never more than this in one round, whatever the time says. */
const mostDone = 1_000_000;

/**
 * Does the work over and over in all lanes until the time is over: a closed loop, in which a lane begins the
 * next when the one before is done. The first failure ends the round.
 */
export async function runRound(
  bounds: RoundBounds,
  work: (orderNo: string) => Promise<void>,
): Promise<RoundResult> {
  const latencies = collectLatencies();
  const measuredFrom = performance.now() + bounds.warmUpMs;
  const endsAt = measuredFrom + bounds.measuredMs;
  let begun = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < endsAt && begun < mostDone) {
      begun += 1;
      const startedAt = performance.now();
      await work(`${bounds.prefix}-${begun}`);
      const endedAt = performance.now();
      done += 1;
      if (startedAt >= measuredFrom && endedAt <= endsAt) latencies.record(endedAt - startedAt);
    }
  };
  await Promise.all(Array.from({ length: bounds.lanes }, lane));
  return { done, pace: latencies.pace(bounds.measuredMs / 1_000) };
}
