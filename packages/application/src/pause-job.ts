import { changeJob } from "./change-job.ts";
import { rulesOf } from "./job-definition.ts";
import type { JobView } from "./job-view.ts";
import type { JobDependencies } from "./list-jobs.ts";
import { nextJobTime } from "./next-job-time.ts";

export type JobPaused =
  | { readonly kind: "changed"; readonly job: JobView }
  /** It was so before. */
  | { readonly kind: "unchanged" }
  | { readonly kind: "job_unknown" };

/** No time of its schedule and no retry runs a job any more. A run that is under way goes on. */
export async function pauseJob(deps: JobDependencies, name: string): Promise<JobPaused> {
  const changed = await changeJob<"unchanged">(deps, name, ({ row }) => {
    if (row.isPaused) return Promise.resolve({ refusal: "unchanged" });
    const noRetry = row.runTrigger === "retry" ? { runAt: null, runTrigger: null } : {};
    return Promise.resolve({ change: { isPaused: true, nextAt: null, ...noRetry } });
  });
  return changed.kind === "refused" ? { kind: changed.refusal } : changed;
}

/** Goes on by the schedule from now; times that passed meanwhile are no missed ones. */
export async function resumeJob(deps: JobDependencies, name: string): Promise<JobPaused> {
  const changed = await changeJob<"unchanged">(deps, name, async ({ transaction, definition, row, now }) => {
    if (!row.isPaused) return { refusal: "unchanged" };
    const rules = rulesOf(definition, row);
    return { change: { isPaused: false, nextAt: await nextJobTime(transaction, { name, rules }, now) } };
  });
  return changed.kind === "refused" ? { kind: changed.refusal } : changed;
}
