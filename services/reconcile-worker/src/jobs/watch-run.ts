import { renewJobLease, saveJobOutput } from "@compose-pay/database";
import { pause } from "../pause.ts";
import type { ClaimedJob } from "./claim-job.ts";
import type { JobDeps } from "./job-deps.ts";
import type { JobOutput } from "./job-output.ts";

/** Why a run was told to end before it had. */
export type CutOff = "overrun" | "lease_lost" | "stopping";

export interface RunWatch {
  stop(): Promise<void>;
}

const saveOutputEveryMs = 3_000;

/**
 * Looks after a run while it goes on: renews its lease, keeps what it says, and tells it to end when it runs for too long
 * or has lost its lease. A statement that hangs holds up none of the other looks: a lease that could not be renewed is let
 * go at its end, when another may take it.
 */
export function watchRun(
  deps: JobDeps,
  claimed: ClaimedJob,
  { output, cut }: { readonly output: JobOutput; readonly cut: (why: CutOff) => void },
): RunWatch {
  const { job, lease, run } = claimed;
  const stopping = new AbortController();
  const keepLease = leaseKeeper(deps, claimed, cut);
  const save = occasionally({ everyMs: saveOutputEveryMs, since: run.startedAt }, async () => {
    const text = output.takeChange();
    if (text !== null) await saveJobOutput(deps.database.connection, run.id, text);
  });
  const beat = (): void => {
    const now = deps.clock.now();
    if (now.getTime() - run.startedAt.getTime() >= job.overrunAfterMs) cut("overrun");
    keepLease(now);
    save(now).catch((error: unknown) =>
      deps.logger.warn({ error, job: lease.name }, "the output of a job was not kept"),
    );
  };
  const beats = (async () => {
    while (!stopping.signal.aborted) {
      beat();
      await pause(deps.beatMs, stopping.signal);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await beats;
    },
  };
}

function leaseKeeper(
  { database, logger, leaseMs, renewEveryMs }: JobDeps,
  { lease, leaseUntil, run }: ClaimedJob,
  cut: (why: CutOff) => void,
): (now: Date) => void {
  let until = leaseUntil;
  const renew = occasionally({ everyMs: renewEveryMs, since: run.startedAt }, async (now) => {
    const wanted = new Date(now.getTime() + leaseMs);
    if (await renewJobLease(database.connection, lease, wanted)) until = wanted;
    else cut("lease_lost");
  });
  return (now) => {
    if (now >= until) cut("lease_lost");
    renew(now).catch((error: unknown) =>
      logger.warn({ error, job: lease.name }, "a job's lease was not renewed"),
    );
  };
}

/** Does it once in this time, and not again before it has ended. */
function occasionally(
  { everyMs, since }: { readonly everyMs: number; readonly since: Date },
  work: (now: Date) => Promise<void>,
): (now: Date) => Promise<void> {
  let lastMs = since.getTime();
  let isUnderWay = false;
  return async (now) => {
    // Also when the clock was put back, or it would be done when that time has come again.
    if (isUnderWay || Math.abs(now.getTime() - lastMs) < everyMs) return;
    isUnderWay = true;
    try {
      await work(now);
      lastMs = now.getTime();
    } finally {
      isUnderWay = false;
    }
  };
}
