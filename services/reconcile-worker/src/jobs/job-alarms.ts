import type { JobRunHead } from "@compose-pay/database";
import type { ClaimedJob } from "./claim-job.ts";
import type { JobEnd, RunResult } from "./end-job.ts";
import type { Job } from "./job.ts";
import type { JobDeps } from "./job-deps.ts";

type AlarmDeps = Pick<JobDeps, "alarms">;

export function raiseOverrun({ alarms }: AlarmDeps, { job, run }: ClaimedJob): void {
  const text = `It runs on ${run.owner} since ${run.startedAt.toISOString()}, longer than ${inMinutes(job.overrunAfterMs)}, and was told to end.`;
  alarms.raise({ kind: "job_overrun", subject: job.name, text });
}

/** Its process has died, or was cut off from the database. */
export function raiseLost(
  { alarms }: AlarmDeps,
  job: Job,
  { run, goesOn }: { readonly run: JobRunHead; readonly goesOn: boolean },
): void {
  const then = goesOn ? "Another process goes on." : "It was not the first: it waits for its next time.";
  const text = `${run.owner}, which ran it since ${run.startedAt.toISOString()}, was not heard of any more. ${then}`;
  alarms.raise({ kind: "job_lost", subject: job.name, text });
}

/** Tells of the last failure, when no retry is left, and that a job is well again. */
export function raiseAtEnd(
  { alarms }: AlarmDeps,
  { job, run }: ClaimedJob,
  { result, end }: { readonly result: RunResult; readonly end: Extract<JobEnd, { kind: "ended" }> },
): void {
  const subject = job.name;
  if (end.isMended) alarms.raise({ kind: "job_mended", subject, text: "It has succeeded again." });
  if (result.outcome === "lost") raiseLost({ alarms }, job, { run, goesOn: end.retryAt !== null });
  if (result.outcome !== "failed" || end.retryAt !== null) return;
  const text = `It failed ${end.failures} times in a row, at last with ${result.error ?? "no word"}. npm run cli -- jobs runs ${subject} --output`;
  alarms.raise({ kind: "job_failed", subject, text });
}

function inMinutes(ms: number): string {
  return ms < 60_000 ? `${ms / 1_000} s` : `${Math.round(ms / 60_000)} min`;
}
