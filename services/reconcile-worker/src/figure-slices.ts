import { type Connection, sumWhatHappened } from "@compose-pay/database";

export type FigureSlice = Awaited<ReturnType<typeof sumWhatHappened>>;

/** One statement reads the changes of so long, so that none takes long however much happens in an hour. */
export const sliceMs = 60_000;
/** Longer than a transaction is open, or than clocks differ: what came into a span is in it by then. */
export const settledAfterMs = 300_000;
/** The hours that are rolled up again and again. */
const keptMs = 7_200_000;

/**
 * Reads what happened in slices of time. One that cannot change any more is kept for as long as its hour is rolled up, so
 * that each look at a busy hour reads its last minutes alone.
 */
export function createSliceReader(): (connection: Connection, from: Date, now: Date) => Promise<FigureSlice> {
  const settled = new Map<number, FigureSlice>();
  return async (connection, from, now) => {
    const start = from.getTime();
    const known = settled.get(start);
    if (known !== undefined) return known;
    const slice = await sumWhatHappened(connection, { from, to: new Date(start + sliceMs) });
    const oldest = now.getTime() - keptMs;
    const isSettled = start + sliceMs + settledAfterMs <= now.getTime();
    if (isSettled && start >= oldest) {
      for (const one of settled.keys()) if (one < oldest) settled.delete(one);
      settled.set(start, slice);
    }
    return slice;
  };
}
