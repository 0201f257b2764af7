import { setTimeout as pause } from "node:timers/promises";

const firstPauseMs = 40;
const longestPauseMs = 500;
const growth = 1.6;

/** Reads something, at growing intervals, until it is done or the wait is over: for what somebody else asked for. */
export async function pollUntil<Value>(
  first: Value,
  poll: {
    readonly isDone: (value: Value) => boolean;
    /** Null when it cannot be found, which changes nothing. */
    readonly read: () => Promise<Value | null>;
    readonly waitMs: number;
  },
): Promise<Value> {
  const endMs = performance.now() + poll.waitMs;
  let now = first;
  let pauseMs = firstPauseMs;
  while (!poll.isDone(now)) {
    const leftMs = endMs - performance.now();
    if (leftMs <= 0) break;
    await pause(Math.min(pauseMs, leftMs));
    pauseMs = Math.min(pauseMs * growth, longestPauseMs);
    now = (await poll.read()) ?? now;
  }
  return now;
}
