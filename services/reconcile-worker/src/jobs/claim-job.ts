import { rulesOf } from "@compose-pay/application";
import {
  type Connection,
  endJobRun,
  findNewestRuns,
  findRunOfLease,
  insertJobRun,
  inTransaction,
  type JobLease,
  type JobRow,
  type JobRunHead,
  type JobRunRow,
  lockJob,
  updateJob,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import type { Job } from "./job.ts";
import type { JobDeps } from "./job-deps.ts";
import { decideTurn, type JobTurn } from "./job-turn.ts";

/** A job that this process runs now. */
export interface ClaimedJob {
  readonly job: Job;
  readonly lease: JobLease;
  readonly leaseUntil: Date;
  readonly run: JobRunRow;
}

export interface JobClaim {
  readonly turn: JobTurn;
  /** The run of a process that died, which this claim has ended. */
  readonly lost: JobRunHead | null;
  /** Null when it does not run. */
  readonly claimed: ClaimedJob | null;
}

type ClaimDeps = Pick<JobDeps, "database" | "clock" | "owner" | "leaseMs">;

/** More than any ladder has steps. */
export const mostRunsLookedAt = 50;

const lostError = "its process died or was cut off";

/**
 * Takes a job if its turn has come. Its lease, its fence, its next time and the row of its run are written together, so
 * that of all processes one runs it, and no time of its schedule comes twice.
 */
export async function claimJob(deps: ClaimDeps, job: Job): Promise<JobClaim> {
  return inTransaction(deps.database, async (transaction) => {
    const now = deps.clock.now();
    const row = await lockJob(transaction, job.name, { skipLocked: true });
    if (row === null) return { turn: { kind: "none" }, lost: null, claimed: null };
    const newestRuns = await findNewestRuns(transaction, job.name, mostRunsLookedAt);
    const state = { row, rules: rulesOf(job, row), newestRuns, mostRetries: job.retryWaitsMs.length };
    const turn = decideTurn(state, now);
    if (turn.kind === "none") return { turn, lost: null, claimed: null };
    const lost = row.leaseUntil === null ? null : await endLostRun(transaction, row, now);
    const failures = row.failures + (row.leaseUntil === null ? 0 : 1);
    if (turn.kind === "run") {
      const claimed = await takeJob(transaction, deps, { job, row: { ...row, failures }, turn, now });
      return { turn, lost, claimed };
    }
    const freed = { leaseOwner: null, leaseUntil: null, failures };
    await updateJob(transaction, job.name, turn.kind === "skip" ? { nextAt: turn.nextAt } : freed);
    return { turn, lost, claimed: null };
  });
}

async function endLostRun(transaction: Connection, row: JobRow, now: Date): Promise<JobRunHead | null> {
  const run = await findRunOfLease(transaction, { jobName: row.name, fence: row.fence });
  if (run === null) return null;
  const isEnded = await endJobRun(transaction, run.id, { outcome: "lost", error: lostError, endedAt: now });
  return isEnded ? run : null;
}

async function takeJob(
  transaction: Connection,
  { owner, leaseMs }: ClaimDeps,
  {
    job,
    row,
    turn,
    now,
  }: {
    readonly job: Job;
    readonly row: JobRow;
    readonly turn: Extract<JobTurn, { kind: "run" }>;
    readonly now: Date;
  },
): Promise<ClaimedJob> {
  const lease = { name: job.name, fence: row.fence + 1, leaseOwner: owner };
  const leaseUntil = new Date(now.getTime() + leaseMs);
  const { fence, leaseOwner } = lease;
  await updateJob(transaction, job.name, {
    ...turn.change,
    fence,
    leaseOwner,
    leaseUntil,
    failures: row.failures,
    updatedAt: now,
  });
  const run: JobRunRow = {
    id: newId("jbr", now),
    jobName: job.name,
    trigger: turn.trigger,
    fence,
    owner,
    scheduledFor: turn.scheduledFor,
    outcome: "running",
    output: "",
    error: null,
    startedAt: now,
    endedAt: null,
  };
  await insertJobRun(transaction, run);
  return { job, lease, leaseUntil, run };
}
