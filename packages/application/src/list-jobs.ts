import type { Database } from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import { listJobDefinitions } from "./job-catalogue.ts";
import type { JobDefinition } from "./job-definition.ts";
import { nextTimes } from "./job-schedule.ts";
import { type JobView, viewJobs } from "./job-view.ts";

export interface JobDependencies {
  readonly database: Database;
  readonly clock: Clock;
  /** What jobs there are; those of the catalogue when left out. */
  readonly definitions?: readonly JobDefinition[];
}

/** Every job of the catalogue, in its order. */
export async function listJobs(deps: JobDependencies): Promise<readonly JobView[]> {
  return viewJobs(deps.database.connection, await knownJobs(deps), deps.clock.now());
}

export type JobFound =
  | {
      readonly kind: "found";
      readonly job: JobView;
      /** The next times of its schedule; none while it is paused. */
      readonly nextTimes: readonly Date[];
    }
  | { readonly kind: "job_unknown" };

const shownTimes = 5;

export async function findJob(deps: JobDependencies, name: string): Promise<JobFound> {
  const now = deps.clock.now();
  const definition = (await knownJobs(deps)).find((one) => one.name === name);
  if (definition === undefined) return { kind: "job_unknown" };
  const [job] = await viewJobs(deps.database.connection, [definition], now);
  if (job === undefined) return { kind: "job_unknown" };
  return { kind: "found", job, nextTimes: job.isPaused ? [] : nextTimes(job.rules, now, shownTimes) };
}

export async function knownJobs({
  database,
  definitions,
}: Pick<JobDependencies, "database" | "definitions">): Promise<readonly JobDefinition[]> {
  return definitions ?? listJobDefinitions(database.connection);
}
