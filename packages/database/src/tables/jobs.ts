import { bigint, boolean, index, int, mediumtext, mysqlTable, varchar } from "../drizzle.ts";
import { id, moment, word } from "./columns.ts";

/** `run_once`: one run makes up for all that were missed. `skip`: none does. */
export type MisfireRule = "run_once" | "skip";

/**
 * A job's place in the database (定时任务): what an operator changed of it, when it runs next and who runs it. What it does
 * and what it has by default is code.
 */
export const jobs = mysqlTable(
  "jobs",
  {
    /** Such as `reconcile:acc_…`. */
    name: varchar("name", { length: 96 }).primaryKey(),
    /** A cron expression in place of the code's own; null for the code's. */
    schedule: varchar("schedule", { length: 128 }),
    /** An IANA time zone in place of the code's own; null for the code's. */
    timeZone: varchar("time_zone", { length: 64 }),
    misfire: word<MisfireRule>("misfire"),
    isPaused: boolean("is_paused").notNull(),
    /** By the schedule; null while it is paused or has no next time. */
    nextAt: moment("next_at"),
    /** An operator asked for a run, or a retry is due; null without either. */
    runAt: moment("run_at"),
    runTrigger: word<JobTrigger>("run_trigger"),
    /** Failed runs in a row. */
    failures: int("failures").notNull(),
    /** Who runs it now, until its lease ends unless it is renewed; null when nobody does. */
    leaseOwner: varchar("lease_owner", { length: 128 }),
    leaseUntil: moment("lease_until"),
    /** Counts leases: who holds an older number has lost his. */
    fence: bigint("fence", { mode: "number" }).notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    index("jobs_next").on(table.nextAt),
    index("jobs_run").on(table.runAt),
    index("jobs_lease").on(table.leaseUntil),
  ],
);

export type JobTrigger = "schedule" | "misfire" | "operator" | "retry";

/**
 * `lost`: its process died or was cut off, and another took its lease over. `overrun`: it ran longer than it may.
 * `given_back`: its process was told to stop, and another goes on at once.
 */
export type JobOutcome = "running" | "succeeded" | "failed" | "lost" | "overrun" | "given_back";

/** One execution of a job (任务日志). */
export const jobRuns = mysqlTable(
  "job_runs",
  {
    id: id("id").primaryKey(),
    jobName: varchar("job_name", { length: 96 }).notNull(),
    trigger: word<JobTrigger>("trigger").notNull(),
    /** Which lease it ran under. */
    fence: bigint("fence", { mode: "number" }).notNull(),
    owner: varchar("owner", { length: 128 }).notNull(),
    /** The time of the schedule that it is for; null for an operator's. */
    scheduledFor: moment("scheduled_for"),
    outcome: word<JobOutcome>("outcome").notNull(),
    /** The last 16 KiB of what it said. */
    output: mediumtext("output").notNull(),
    error: varchar("error", { length: 512 }),
    startedAt: moment("started_at").notNull(),
    endedAt: moment("ended_at"),
  },
  (table) => [
    index("job_runs_job").on(table.jobName, table.id),
    index("job_runs_started").on(table.startedAt),
    index("job_runs_outcome").on(table.outcome, table.startedAt),
  ],
);
