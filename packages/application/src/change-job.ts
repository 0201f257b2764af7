import {
  findLastRuns,
  insertJobs,
  inTransaction,
  type Connection,
  type JobRow,
  lockJob,
  updateJob,
} from "@compose-pay/database";
import type { JobDefinition } from "./job-definition.ts";
import { type JobView, viewJob } from "./job-view.ts";
import { type JobDependencies, knownJobs } from "./list-jobs.ts";
import { newJobRow } from "./new-job-row.ts";

export interface LockedJob {
  readonly transaction: Connection;
  readonly definition: JobDefinition;
  readonly row: JobRow;
  readonly now: Date;
}

export type JobDecision<Refusal> =
  | { readonly change: Partial<JobRow> }
  /** Nothing is written. */
  | { readonly refusal: Refusal };

export type JobChanged<Refusal> =
  | { readonly kind: "changed"; readonly job: JobView }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "job_unknown" };

/** Changes a job under its lock, so that no worker takes it meanwhile; also one that no worker has seen yet. */
export async function changeJob<Refusal>(
  deps: JobDependencies,
  name: string,
  decide: (job: LockedJob) => Promise<JobDecision<Refusal>>,
): Promise<JobChanged<Refusal>> {
  const { database, clock } = deps;
  const definition = (await knownJobs(deps)).find((one) => one.name === name);
  if (definition === undefined) return { kind: "job_unknown" };
  const now = clock.now();
  await insertJobs(database.connection, [newJobRow(definition, now)]);
  return inTransaction(database, async (transaction) => {
    const row = await lockJob(transaction, name, { skipLocked: false });
    if (row === null) throw new Error(`job ${name} was deleted while it was changed`);
    const decision = await decide({ transaction, definition, row, now });
    if ("refusal" in decision) return { kind: "refused", refusal: decision.refusal };
    const change = { ...decision.change, updatedAt: now };
    await updateJob(transaction, name, change);
    const [lastRun = null] = await findLastRuns(transaction, [name]);
    return { kind: "changed", job: viewJob({ definition, row: { ...row, ...change }, lastRun }, now) };
  });
}
