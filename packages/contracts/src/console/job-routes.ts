import { z } from "zod";
import { idOf, page, type Page, seenVersion, type Versioned } from "./console-input.ts";
import { answerOf, type ConsoleRoute, noInput } from "./console-route.ts";

/** `run_once`: one run makes up for all times that were missed. `skip`: none does. */
export type JobMisfire = "run_once" | "skip";
/** How a run ended; `lost`: its process died. `given_back`: its process was told to stop, and another went on. */
export type JobRunOutcome = "running" | "succeeded" | "failed" | "lost" | "overrun" | "given_back";
/** Why a run began. */
export type JobRunTrigger = "schedule" | "misfire" | "operator" | "retry";

/** When a job runs. */
export interface JobRulesView {
  /** A cron expression of five fields, or of six with the second first. */
  readonly schedule: string;
  /** An IANA name: whose clocks it means. */
  readonly time_zone: string;
  /** What becomes of times at which no worker was there. */
  readonly misfire: JobMisfire;
}

/** A job with its rules, and where it stands. */
export interface JobStanding extends JobRulesView, Versioned {
  readonly name: string;
  readonly kind: string;
  /** What it is about, where there are many of its kind. */
  readonly subject: string | null;
  /** By which people know that. */
  readonly subject_name: string | null;
  /** One sentence, in English. */
  readonly purpose: string;
  /** Which of its rules an operator has changed. */
  readonly changed: readonly (keyof JobRulesView)[];
  readonly paused: boolean;
  /** By the schedule; null while it is paused, and before a worker has seen it. */
  readonly next_at: string | null;
  /** A run that was asked for, or a retry; null without either. */
  readonly asked_at: string | null;
  readonly running: { readonly since: string; readonly on: string; readonly lease_until: string } | null;
  /** Failed runs in a row. */
  readonly failures: number;
  readonly last_outcome: JobRunOutcome | null;
  readonly last_started_at: string | null;
  readonly last_ended_at: string | null;
}

/** A job with what the code says of it. */
export interface JobDetail {
  readonly job: JobStanding;
  /** What the code has. */
  readonly defaults: JobRulesView;
  readonly overrun_after_ms: number;
  readonly retry_waits_ms: readonly number[];
  /** None while it is paused. */
  readonly next_times: readonly string[];
}

/** One execution of a job. */
export interface JobRunHeadView {
  readonly id: string;
  readonly job: string;
  readonly trigger: JobRunTrigger;
  readonly outcome: JobRunOutcome;
  readonly scheduled_for: string | null;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly duration_ms: number | null;
  readonly owner: string;
  readonly fence: number;
  readonly error: string | null;
  /** The end of what it said. */
  readonly output_tail: string;
  /** It said more than that: `jobs.show_run` has it. */
  readonly is_cut: boolean;
}

/** The same with all that it said. */
export interface JobRunDetail extends JobRunHeadView {
  /** The last 16 KiB of what it said. */
  readonly output: string;
}

const name = z
  .string()
  .max(96, "must be at most 96 characters")
  .regex(/^[a-z-]+(?::[A-Za-z0-9_-]+)?$/, "must be the name of a job");
const schedule = z.string().max(128, "must be at most 128 characters");
const timeZone = z.string().max(64, "must be at most 64 characters");

export const jobRoutes = {
  "jobs.list": { kind: "read", access: "jobs.read", input: noInput, answer: answerOf<Page<JobStanding>>() },
  "jobs.show": {
    kind: "read",
    access: "jobs.read",
    input: z.strictObject({ name }),
    answer: answerOf<JobDetail>(),
  },
  "jobs.runs": {
    kind: "read",
    access: "jobs.read",
    input: z.strictObject({ ...page, name }),
    answer: answerOf<Page<JobRunHeadView>>(),
  },
  "jobs.show_run": {
    kind: "read",
    access: "jobs.read",
    input: z.strictObject({ id: idOf("jbr") }),
    answer: answerOf<JobRunDetail>(),
  },
  /** The next five times of a schedule, while it is being written. */
  "jobs.next_times": {
    kind: "read",
    access: "jobs.read",
    input: z.strictObject({ schedule, time_zone: timeZone }),
    answer: answerOf<{ readonly times: readonly string[] }>(),
  },
  "jobs.run": {
    kind: "act",
    access: "jobs.act",
    input: z.strictObject({ name }),
    subject: "name",
    answer: answerOf<JobStanding>(),
  },
  "jobs.pause": {
    kind: "act",
    access: "jobs.act",
    input: z.strictObject({ name }),
    subject: "name",
    answer: answerOf<JobStanding>(),
  },
  "jobs.resume": {
    kind: "act",
    access: "jobs.act",
    input: z.strictObject({ name }),
    subject: "name",
    answer: answerOf<JobStanding>(),
  },
  /** What is null goes back to the code's own; what is left out stays as it is. */
  "jobs.schedule": {
    kind: "act",
    access: "jobs.act",
    input: z.strictObject({
      name,
      expected_version: seenVersion,
      schedule: schedule.nullable().optional(),
      time_zone: timeZone.nullable().optional(),
      misfire: z.enum(["run_once", "skip"], "must be run_once or skip").nullable().optional(),
    }),
    subject: "name",
    answer: answerOf<JobStanding>(),
  },
} as const satisfies Readonly<Record<string, ConsoleRoute>>;
