import { setTimeout as pause } from "node:timers/promises";

export interface ReadyLimits {
  readonly deadlineMs: number;
  readonly everyMs: number;
  /** Asked before each attempt: a reason to give up at once, such as the end of the process. */
  readonly givenUp?: () => string | undefined;
}

/** Calls `probe` until it resolves and returns its value. Throws with the last cause at the deadline. */
export async function untilReady<T>(probe: () => Promise<T>, limits: ReadyLimits): Promise<T> {
  const startedAt = performance.now();
  for (;;) {
    const reason = limits.givenUp?.();
    if (reason !== undefined) throw new Error(reason);
    try {
      return await probe();
    } catch (error) {
      if (performance.now() - startedAt > limits.deadlineMs) {
        throw new Error(`not ready after ${limits.deadlineMs / 1_000} s`, { cause: error });
      }
    }
    await pause(limits.everyMs);
  }
}
