import { type Connection, findJobs, findLastRuns, type JobRow, type JobRunHead } from "@compose-pay/database";
import { versionOf } from "./changed-meanwhile.ts";
import { type JobDefinition, type JobRules, rulesOf } from "./job-definition.ts";

/** A job as operators see it. */
export interface JobView {
  readonly definition: JobDefinition;
  readonly rules: JobRules;
  /** Which of its rules an operator has changed. */
  readonly changed: readonly (keyof JobRules)[];
  /** Of what an operator has said of it. */
  readonly version: string;
  readonly isPaused: boolean;
  /** By the schedule; null while it is paused, and before a worker has seen the job. */
  readonly nextAt: Date | null;
  /** A run that was asked for, or a retry; null without either. */
  readonly runAt: Date | null;
  /** Since when it runs, and where; null when it does not. */
  readonly running: { readonly since: Date; readonly owner: string; readonly leaseUntil: Date } | null;
  /** Failed runs in a row. */
  readonly failures: number;
  readonly lastRun: JobRunHead | null;
}

/** Each of these jobs, in this order. */
export async function viewJobs(
  connection: Connection,
  definitions: readonly JobDefinition[],
  now: Date,
): Promise<readonly JobView[]> {
  const names = definitions.map(({ name }) => name);
  const rows = new Map((await findJobs(connection, names)).map((row) => [row.name, row]));
  const lastRuns = new Map((await findLastRuns(connection, names)).map((run) => [run.jobName, run]));
  return definitions.map((definition) => {
    const { name } = definition;
    return viewJob({ definition, row: rows.get(name) ?? null, lastRun: lastRuns.get(name) ?? null }, now);
  });
}

export function viewJob(
  {
    definition,
    row,
    lastRun,
  }: {
    readonly definition: JobDefinition;
    readonly row: JobRow | null;
    readonly lastRun: JobRunHead | null;
  },
  now: Date,
): JobView {
  const leaseUntil = row === null || row.leaseUntil === null || row.leaseUntil <= now ? null : row.leaseUntil;
  return {
    definition,
    rules: rulesOf(definition, row),
    changed: changeable.filter((rule) => row !== null && row[rule] !== null),
    version: jobVersion(row),
    isPaused: row?.isPaused ?? false,
    nextAt: row?.nextAt ?? null,
    runAt: row?.runAt ?? null,
    running:
      leaseUntil !== null && lastRun?.outcome === "running"
        ? { since: lastRun.startedAt, owner: row?.leaseOwner ?? lastRun.owner, leaseUntil }
        : null,
    failures: row?.failures ?? 0,
    lastRun,
  };
}

const changeable = ["schedule", "timeZone", "misfire"] as const;

/** Of the rules that an operator has changed; a run, a pause or a next time make no form old. */
export function jobVersion(row: Pick<JobRow, (typeof changeable)[number]> | null): string {
  const { schedule = null, timeZone = null, misfire = null } = row ?? {};
  return versionOf({ schedule, timeZone, misfire });
}
