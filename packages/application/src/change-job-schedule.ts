import type { MisfireRule } from "@compose-pay/database";
import { holdAgainst, type SeenVersion } from "./changed-meanwhile.ts";
import { changeJob } from "./change-job.ts";
import { rulesOf } from "./job-definition.ts";
import { checkSchedule, type ScheduleRefusal } from "./job-schedule.ts";
import { jobVersion, type JobView } from "./job-view.ts";
import type { JobDependencies } from "./list-jobs.ts";
import { nextJobTime } from "./next-job-time.ts";

/** What is left out stays as it is; null goes back to the code's own. */
export interface JobScheduleChange extends SeenVersion {
  readonly schedule?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly misfire?: MisfireRule | null | undefined;
}

export type JobScheduleChanged =
  | { readonly kind: "changed"; readonly job: JobView }
  | { readonly kind: "job_unknown" }
  | ScheduleRefusal;

/** Says when a job runs from now on. @throws ChangedMeanwhile */
export async function changeJobSchedule(
  deps: JobDependencies,
  name: string,
  change: JobScheduleChange,
): Promise<JobScheduleChanged> {
  const changed = await changeJob<ScheduleRefusal>(deps, name, async ({ transaction, ...locked }) => {
    const { definition, row, now } = locked;
    holdAgainst(change, { subject: name, version: jobVersion(row) });
    const given = {
      schedule: change.schedule === undefined ? row.schedule : (change.schedule?.trim() ?? null),
      timeZone: change.timeZone === undefined ? row.timeZone : change.timeZone,
      misfire: change.misfire === undefined ? row.misfire : change.misfire,
    };
    const rules = rulesOf(definition, given);
    const refusal = checkSchedule(rules, now);
    if (refusal !== null) return { refusal };
    const nextAt = row.isPaused ? null : await nextJobTime(transaction, { name, rules }, now);
    return { change: { ...given, nextAt } };
  });
  return changed.kind === "refused" ? changed.refusal : changed;
}
