import {
  endJobRun,
  findNewestRuns,
  inTransaction,
  type JobOutcome,
  type JobRow,
  type JobRunHead,
  lockJob,
  updateJob,
} from "@compose-pay/database";
import { type ClaimedJob, mostRunsLookedAt } from "./claim-job.ts";
import type { JobDeps } from "./job-deps.ts";
import { retriesOf, wasAlarmed } from "./run-streak.ts";

/** How a run has ended. */
export interface RunResult {
  readonly outcome: Exclude<JobOutcome, "running">;
  /** It has done all of its work. */
  readonly isDone: boolean;
  readonly error: string | null;
  readonly output: string;
}

export type JobEnd =
  | {
      readonly kind: "ended";
      /** When it is tried again by itself before its next time; null when it is not. */
      readonly retryAt: Date | null;
      readonly failures: number;
      /** It has succeeded, and somebody was told before that it did not. */
      readonly isMended: boolean;
    }
  /** Another has its lease: nothing was written. */
  | { readonly kind: "overtaken" };

/** Writes how a run has ended and gives its lease back, unless another has taken it over. */
export async function endJob(
  { database, clock }: Pick<JobDeps, "database" | "clock">,
  { job, lease, run }: ClaimedJob,
  result: RunResult,
): Promise<JobEnd> {
  return inTransaction(database, async (transaction) => {
    const endedAt = clock.now();
    const row = await lockJob(transaction, job.name, { skipLocked: false });
    if (row === null || row.fence !== lease.fence || row.leaseOwner !== lease.leaseOwner) {
      return { kind: "overtaken" };
    }
    const runs = await findNewestRuns(transaction, job.name, mostRunsLookedAt);
    const { outcome, error, output } = result;
    if (!(await endJobRun(transaction, run.id, { outcome, error, output, endedAt }))) {
      return { kind: "overtaken" };
    }
    const retryAt = retryOf(row, { result, runs, waitsMs: job.retryWaitsMs, endedAt });
    const failures = failuresAfter(row, result);
    const wanted = row.runAt === null && retryAt !== null ? { runAt: retryAt, runTrigger: retry } : {};
    const freed = { leaseOwner: null, leaseUntil: null, failures, updatedAt: endedAt };
    await updateJob(transaction, job.name, { ...freed, ...wanted });
    const before = runs.filter(({ id }) => id !== run.id);
    const isMended = outcome === "succeeded" && row.failures > 0 && wasAlarmed(run.trigger, before);
    return { kind: "ended", retryAt, failures, isMended };
  });
}

const retry = "retry" as const;

function failuresAfter(row: JobRow, { outcome, isDone }: RunResult): number {
  if (isDone) return 0;
  return outcome === "given_back" ? row.failures : row.failures + 1;
}

/** What was given back goes on at once, and what failed after its wait; nothing of a job that was paused meanwhile. */
function retryOf(
  row: JobRow,
  {
    result,
    runs,
    waitsMs,
    endedAt,
  }: {
    readonly result: RunResult;
    readonly runs: readonly JobRunHead[];
    readonly waitsMs: readonly number[];
    readonly endedAt: Date;
  },
): Date | null {
  if (result.isDone) return null;
  if (result.outcome === "given_back") return endedAt;
  const waitMs = waitsMs[retriesOf(runs)];
  return row.isPaused || waitMs === undefined ? null : new Date(endedAt.getTime() + waitMs);
}
