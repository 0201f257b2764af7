import { changeJob } from "./change-job.ts";
import type { JobView } from "./job-view.ts";
import type { JobDependencies } from "./list-jobs.ts";

export type JobRunAsked =
  /** A worker takes it within seconds. */
  | { readonly kind: "asked"; readonly job: JobView }
  /** It runs already. */
  | { readonly kind: "running"; readonly owner: string }
  | { readonly kind: "job_unknown" };

/** Has a job run at once, a paused one too; its schedule stays as it is. Asking again changes nothing. */
export async function runJobNow(deps: JobDependencies, name: string): Promise<JobRunAsked> {
  const changed = await changeJob<{ readonly owner: string }>(deps, name, ({ row, now }) => {
    const { leaseOwner, leaseUntil } = row;
    const isRunning = leaseOwner !== null && leaseUntil !== null && leaseUntil > now;
    return Promise.resolve(
      isRunning
        ? { refusal: { owner: leaseOwner } }
        : { change: { runAt: now, runTrigger: "operator" as const } },
    );
  });
  switch (changed.kind) {
    case "changed":
      return { kind: "asked", job: changed.job };
    case "refused":
      return { kind: "running", ...changed.refusal };
    case "job_unknown":
      return changed;
  }
}
