import { setTimeout as pause } from "node:timers/promises";

export interface WaitLimits {
  readonly deadlineMs: number;
  /** The pause between two probes; 20 ms when left out. */
  readonly everyMs?: number;
  /** What is waited for, for the error: "the webhook". */
  readonly what?: string;
}

/**
 * Probes until there is a value other than `undefined` and `false`, and returns it. A probe that throws counts
 * as "not yet". Throws at the deadline, with the last thing a probe threw as the cause.
 */
export async function waitFor<Value>(
  probe: () => Value | false | undefined | Promise<Value | false | undefined>,
  { deadlineMs, everyMs = 20, what = "what the test waits for" }: WaitLimits,
): Promise<Value> {
  const startedAt = performance.now();
  let probes = 0;
  let cause: unknown;
  do {
    probes += 1;
    try {
      const value = await probe();
      if (value !== undefined && value !== false) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await pause(everyMs);
  } while (performance.now() - startedAt < deadlineMs);
  const last = cause instanceof Error ? `; the last one threw: ${cause.message}` : "";
  throw new Error(`${what} did not come within ${deadlineMs} ms (${probes} probes${last})`, { cause });
}
