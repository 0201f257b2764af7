import type { JobRow, MisfireRule } from "@compose-pay/database";
import type { JobSchedule } from "./job-schedule.ts";

/** What a job is by its code: data that can be listed without running it. */
export interface JobDefinition extends JobSchedule {
  /** Such as `purge-journals`, or `bills-and-reconciliation:acc_…` for one of many of a kind; 96 characters at most. */
  readonly name: string;
  /** What stands before the colon: few, so that metrics can have it as a label. */
  readonly kind: string;
  /** What stands behind it; null for the only one of its kind. */
  readonly subject: string | null;
  /** By which people know that. */
  readonly subjectName: string | null;
  /** One sentence. */
  readonly purpose: string;
  /** What becomes of times at which nobody was there to run it. */
  readonly misfire: MisfireRule;
  /** Longest run; a longer one is told to end, and somebody is told of it. */
  readonly overrunAfterMs: number;
  /** How long it waits before each retry of a run that failed; as many retries as there are waits. */
  readonly retryWaitsMs: readonly number[];
}

/** What holds for a job now: by its code, or as an operator has changed it. */
export interface JobRules extends JobSchedule {
  readonly misfire: MisfireRule;
}

export function rulesOf(
  definition: JobDefinition,
  row: Pick<JobRow, "schedule" | "timeZone" | "misfire"> | null,
): JobRules {
  return {
    schedule: row?.schedule ?? definition.schedule,
    timeZone: row?.timeZone ?? definition.timeZone,
    misfire: row?.misfire ?? definition.misfire,
  };
}
