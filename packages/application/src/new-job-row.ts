import type { JobRow } from "@compose-pay/database";
import type { JobDefinition } from "./job-definition.ts";
import { nextTime } from "./job-schedule.ts";

/** The row of a job that nobody has seen before: everything by its code. */
export function newJobRow(definition: JobDefinition, now: Date): JobRow {
  return {
    name: definition.name,
    schedule: null,
    timeZone: null,
    misfire: null,
    isPaused: false,
    nextAt: nextTime(definition, now),
    runAt: null,
    runTrigger: null,
    failures: 0,
    leaseOwner: null,
    leaseUntil: null,
    fence: 0,
    updatedAt: now,
  };
}
