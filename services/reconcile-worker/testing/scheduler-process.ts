import { openDatabase } from "@compose-pay/database";
import { createLogger, createMetrics, systemClock } from "@compose-pay/runtime";
import { createJobMetrics } from "../src/jobs/job-metrics.ts";
import { startScheduler } from "../src/jobs/start-scheduler.ts";
import { testJob, untilAborted } from "./job-stage.ts";

/** A process of its own that runs the job `report` every second and never ends it, until it is killed. */
const [databaseUrl = "", owner = ""] = process.argv.slice(2);
startScheduler({
  database: openDatabase({ url: databaseUrl, poolSize: 4 }),
  clock: systemClock,
  logger: createLogger({ service: "test", level: "info" }),
  metrics: createJobMetrics(createMetrics("test")),
  alarms: { raise: () => {} },
  owner,
  jobs: () =>
    Promise.resolve([testJob(untilAborted, { schedule: "* * * * * *", retryWaitsMs: [1_000, 1_000] })]),
  concurrency: 1,
  leaseMs: 1_500,
  renewEveryMs: 300,
  beatMs: 100,
  lookEveryMs: 50,
  askSourceEveryMs: 60_000,
});
