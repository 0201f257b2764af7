import type { Clock, Logger, Metrics } from "@compose-pay/runtime";
import { pause } from "./pause.ts";

/** One kind of work that is due by its rows. */
export interface Sweep {
  readonly name: string;
  /** Takes what is due now, at most one batch, and sends it on; answers how many it took. */
  run(now: Date): Promise<SweepResult>;
}

export interface SweepResult {
  readonly taken: number;
  /** Of these, how many a message was published for. */
  readonly sent: number;
  /** Of these, how many got a later due time instead. The rest was for a queue that is deep. */
  readonly putOff: number;
  /** The batch was full, so that more may be due at once. */
  readonly isFull: boolean;
}

export const nothingTaken: SweepResult = { taken: 0, sent: 0, putOff: 0, isFull: false };

export interface SweepLoop {
  /** Waits for the sweeps that run now. */
  stop(): Promise<void>;
}

/** Full batches in a row before a sweep lets the others have a turn. */
const mostBatchesInARow = 20;

/**
 * Runs every sweep again and again, each in its own rhythm: a sweep that fails or is slow holds up no
 * other, and never runs twice at once in this process. Many processes may run the same sweeps.
 */
export function startSweeps(deps: {
  readonly sweeps: readonly Sweep[];
  readonly everyMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}): SweepLoop {
  const taken = deps.metrics.counter({
    name: "compose_pay_swept_total",
    help: "Rows that were due, by sweep and outcome: sent on, put_off by an account's pace, held_back from a deep queue.",
    labels: ["sweep", "outcome"],
  });
  const count = (sweep: string, { taken: due, sent, putOff }: SweepResult): void => {
    taken.inc({ sweep, outcome: "sent" }, sent);
    taken.inc({ sweep, outcome: "put_off" }, putOff);
    taken.inc({ sweep, outcome: "held_back" }, due - sent - putOff);
  };
  const failures = deps.metrics.counter({
    name: "compose_pay_sweep_failures_total",
    help: "Sweeps that failed; they run again.",
    labels: ["sweep"],
  });
  const stopping = new AbortController();
  const runOnce = async (sweep: Sweep): Promise<void> => {
    try {
      for (let batch = 0; batch < mostBatchesInARow && !stopping.signal.aborted; batch += 1) {
        const result = await sweep.run(deps.clock.now());
        count(sweep.name, result);
        if (!result.isFull) return;
      }
    } catch (error) {
      failures.inc({ sweep: sweep.name });
      deps.logger.warn({ error, sweep: sweep.name }, "a sweep failed and runs again");
    }
  };
  const loops = deps.sweeps.map(async (sweep) => {
    while (!stopping.signal.aborted) {
      await runOnce(sweep);
      await pause(deps.everyMs, stopping.signal);
    }
  });
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}
