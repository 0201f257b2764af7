import { checkSchedule, newJobRow, nextJobTime, nextTime, rulesOf } from "@compose-pay/application";
import { findJobs, insertJobs, type JobRow, moveNextTime } from "@compose-pay/database";
import type { Job } from "./job.ts";
import type { JobDeps } from "./job-deps.ts";

type SyncDeps = Pick<JobDeps, "database" | "clock">;

/** Gives new jobs their rows, and those whose schedule has changed with the code their next time by it. */
export async function syncJobs(deps: SyncDeps, jobs: readonly Job[]): Promise<void> {
  const { connection } = deps.database;
  const names = jobs.map(({ name }) => name);
  const known = new Map((await findJobs(connection, names)).map((row) => [row.name, row]));
  const now = deps.clock.now();
  const added = jobs.filter(({ name }) => !known.has(name)).map((job) => newJobRow(job, now));
  await insertJobs(connection, added);
  for (const job of jobs) {
    const row = known.get(job.name);
    if (row !== undefined) await mendNextTime(deps, job, row);
  }
}

/** What is due already is for whoever claims it. */
async function mendNextTime({ database, clock }: SyncDeps, job: Job, row: JobRow): Promise<void> {
  const now = clock.now();
  if (row.isPaused || (row.nextAt !== null && row.nextAt <= now)) return;
  const rules = rulesOf(job, row);
  // Somebody has written it there by hand: no other job suffers from that.
  if (checkSchedule(rules, now) !== null) return;
  if (isSame(nextTime(rules, now), row.nextAt)) return;
  const nextAt = await nextJobTime(database.connection, { name: job.name, rules }, now);
  if (!isSame(nextAt, row.nextAt)) await moveNextTime(database.connection, row, nextAt);
}

function isSame(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime();
}
