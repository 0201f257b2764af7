import type { JobDefinition, JobDependencies } from "@compose-pay/application";
import {
  type Database,
  findJobs,
  type JobRow,
  type JobRunRow,
  listJobRuns,
  migrateDatabase,
  openDatabase,
} from "@compose-pay/database";
import { createLogger, createMetrics, type Metrics, newId } from "@compose-pay/runtime";
import { freshDatabase, waitFor } from "@compose-pay/test-support";
import type { Alarm } from "../src/alarms/alarms.ts";
import type { Job, JobWork } from "../src/jobs/job.ts";
import { createJobMetrics } from "../src/jobs/job-metrics.ts";
import { type Scheduler, type SchedulerDeps, startScheduler } from "../src/jobs/start-scheduler.ts";

export const soon = { deadlineMs: 20_000 };

export interface JobStage {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly metrics: Metrics;
  /** What was raised, in order. */
  readonly alarms: Alarm[];
  /** The time of day, for all but what says otherwise. */
  readonly now: () => Date;
  setTime(iso: string): void;
  /** A scheduler of its own process, as it were. */
  start(jobs: readonly Job[], changes?: Partial<SchedulerDeps>): Promise<Scheduler>;
  /** For the verbs of operators. */
  verbs(jobs: readonly JobDefinition[]): JobDependencies;
  row(name: string): Promise<JobRow>;
  /** Oldest first. */
  runs(name: string): Promise<readonly JobRunRow[]>;
  /** When so many runs have ended: all runs there are. */
  ended(name: string, count: number): Promise<readonly JobRunRow[]>;
  /** Ends the schedulers and leaves nothing of what they did; it is midnight in UTC again. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const startAt = "2026-03-01T00:00:00.000Z";

/** A migrated database of its own, a clock that stands, and schedulers that look all the time. */
export async function openJobStage(): Promise<JobStage> {
  const fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  const database = openDatabase({ url: fresh.url, poolSize: 8 });
  const schedulers: Scheduler[] = [];
  const alarms: Alarm[] = [];
  const metrics = createMetrics("test");
  let at = new Date(startAt);
  const now = () => at;
  const stopAll = () => Promise.all(schedulers.splice(0).map((one) => one.stop({ deadlineMs: 5_000 })));
  const runs = async (jobName: string) =>
    (await listJobRuns(database.connection, { jobName, limit: 100 })).toReversed();
  const row = async (name: string) => {
    const [found] = await findJobs(database.connection, [name]);
    if (found === undefined) throw new Error(`there is no row of ${name}`);
    return found;
  };
  return {
    database,
    databaseUrl: fresh.url,
    metrics,
    alarms,
    now,
    setTime: (iso) => void (at = new Date(iso)),
    start: async (jobs, changes = {}) => {
      const scheduler = startScheduler({
        ...fastPace,
        database,
        clock: { now },
        logger: createLogger({ service: "test", level: "silent" }),
        metrics: createJobMetrics(metrics),
        alarms: { raise: (alarm) => void alarms.push(alarm) },
        owner: newId("prc"),
        jobs: () => Promise.resolve(jobs),
        ...changes,
      });
      schedulers.push(scheduler);
      await waitFor(() => Promise.all(jobs.map(({ name }) => row(name))), soon);
      return scheduler;
    },
    verbs: (definitions) => ({ database, clock: { now }, definitions }),
    row,
    runs,
    ended: (name, count) =>
      waitFor(async () => {
        const found = await runs(name);
        return found.filter(({ endedAt }) => endedAt !== null).length >= count && found;
      }, soon),
    reset: async () => {
      await stopAll();
      await database.pool.query("DELETE FROM jobs");
      await database.pool.query("DELETE FROM job_runs");
      alarms.length = 0;
      at = new Date(startAt);
    },
    close: async () => {
      await stopAll();
      await database.close();
      await fresh.drop();
    },
  };
}

const fastPace = {
  leaseMs: 30_000,
  renewEveryMs: 10_000,
  beatMs: 5,
  concurrency: 2,
  lookEveryMs: 5,
  askSourceEveryMs: 50,
};

/** At 9 o'clock in China, which is 1 o'clock in UTC, unless it is said otherwise. */
export function testJob(run: JobWork, changes: Partial<JobDefinition> = {}): Job {
  const name = changes.name ?? "report";
  const [kind = name, subject = null] = name.split(":");
  return {
    name,
    kind,
    subject,
    subjectName: null,
    purpose: "for tests",
    schedule: "0 9 * * *",
    timeZone: "Asia/Shanghai",
    misfire: "run_once",
    overrunAfterMs: 600_000,
    retryWaitsMs: [],
    ...changes,
    run,
  };
}

/** Runs until it is told to end, and throws then. */
export const untilAborted: JobWork = ({ signal }) =>
  new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("it was told to end")));
  });
