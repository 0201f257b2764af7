import { Cron } from "croner";

/** When something runs: a cron expression and the IANA time zone whose clocks it means. */
export interface JobSchedule {
  readonly schedule: string;
  readonly timeZone: string;
}

export type ScheduleRefusal =
  | { readonly kind: "schedule_malformed"; readonly message: string }
  | { readonly kind: "time_zone_unknown"; readonly timeZone: string }
  /** Such as on 31 February. */
  | { readonly kind: "never_runs"; readonly schedule: string };

export const longestSchedule = 128;

/** Null for a schedule that can be used. */
export function checkSchedule({ schedule, timeZone }: JobSchedule, now: Date): ScheduleRefusal | null {
  if (!isTimeZone(timeZone)) return { kind: "time_zone_unknown", timeZone };
  const fields = schedule.trim().split(/\s+/);
  if (schedule.length > longestSchedule || (fields.length !== 5 && fields.length !== 6)) {
    return { kind: "schedule_malformed", message: fieldsMessage };
  }
  try {
    if (nextTime({ schedule, timeZone }, now) === null) return { kind: "never_runs", schedule };
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Cron[A-Za-z]*: /, "") : String(error);
    return { kind: "schedule_malformed", message: `is no cron expression: ${why}` };
  }
}

const fieldsMessage =
  `must be a cron expression of at most ${longestSchedule} characters with 5 fields ` +
  "(minute, hour, day, month, weekday) or 6 (second first)";

/**
 * The first time of a schedule strictly after a moment; null when there is none in the years to come. In a zone that puts
 * its clocks on, an hour and minute that is left out comes with the first one after it; one that comes twice, comes once.
 *
 * @throws for what `checkSchedule` refuses
 */
export function nextTime(schedule: JobSchedule, after: Date): Date | null {
  return reader(schedule).nextRun(after);
}

/** The next times after a moment, at most so many. */
export function nextTimes(schedule: JobSchedule, after: Date, atMost: number): readonly Date[] {
  return reader(schedule).nextRuns(atMost, after);
}

/** Never scheduled by itself: it only reads the expression. */
function reader({ schedule, timeZone }: JobSchedule): Cron {
  return new Cron(schedule.trim(), { timezone: timeZone, mode: "5-or-6-parts", paused: true });
}

/** Names only: an offset such as `+08:00` knows no summer. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{1,63}$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
