import { createChannelDirectory } from "@compose-pay/application";
import { openArchive } from "@compose-pay/archive";
import type { Database } from "@compose-pay/database";
import { type Clock, createSecretBox, type Logger, type Metrics } from "@compose-pay/runtime";
import type { ReconcileWorkerSettings } from "../settings.ts";
import { pause } from "../pause.ts";
import { startSweeps, type Sweep, type SweepLoop } from "../sweep-loop.ts";
import type { RunDeps } from "./run-deps.ts";
import { sweepRepairs } from "./sweep-repairs.ts";
import { sweepRuns } from "./sweep-runs.ts";
import { watchRuns } from "./watch-runs.ts";

export interface RunsOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly alarms: RunDeps["alarms"];
}

/** Works on reconciliations that are due, beside the sweeps: a run takes minutes, and holds up nothing else. */
export function startRuns(settings: ReconcileWorkerSettings, options: RunsOptions): SweepLoop {
  const { database, clock, logger, metrics } = options;
  const secretBox = createSecretBox({ current: settings.MASTER_KEY, previous: settings.MASTER_KEY_PREVIOUS });
  const channels = createChannelDirectory({ database, secretBox, clock });
  const archive = openArchive(settings);
  const stopping = new AbortController();
  const deps: RunDeps = {
    ...options,
    channels,
    archive,
    scratchFolder: settings.SCRATCH_DIR,
    leaseMs: settings.RUN_LEASE_MS,
    signal: stopping.signal,
    settings,
    billsOverruled: metrics.counter({
      name: "compose_pay_bills_overruled_total",
      help: "Bills that somebody uploaded and that are not what the channel gives, seen by runs, by type.",
      labels: ["type"],
    }),
    billLateAt: { hour: settings.BILL_LATE_HOUR, minute: 0 },
  };
  const sweeps: readonly Sweep[] = [sweepRuns(deps), sweepRepairs(database), watchRuns(database, metrics)];
  const loop = startSweeps({ sweeps, everyMs: settings.SWEEP_EVERY_MS, clock, logger, metrics });
  return {
    stop: async () => {
      stopping.abort();
      // A download may go on for longer than there is time: its run is taken by another process.
      const over = new AbortController();
      const ended = loop.stop().finally(() => over.abort());
      await Promise.race([ended, pause(settings.SHUTDOWN_DEADLINE_MS / 4, over.signal)]);
      await channels.dispose();
      archive.close();
    },
  };
}
