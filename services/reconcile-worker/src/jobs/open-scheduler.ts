import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import type { Database } from "@compose-pay/database";
import { type Logger, type Metrics, systemClock } from "@compose-pay/runtime";
import type { Alarms } from "../alarms/alarms.ts";
import type { ReconcileWorkerSettings } from "../settings.ts";
import { builtInJobs } from "./built-in-jobs.ts";
import { createJobMetrics } from "./job-metrics.ts";
import { type Scheduler, startScheduler } from "./start-scheduler.ts";

/** New accounts have their jobs within this. */
const askSourceEveryMs = 30_000;
const beatMs = 1_000;

/** Starts the scheduler with the jobs of the catalogue. */
export function openScheduler(
  settings: ReconcileWorkerSettings,
  deps: {
    readonly database: Database;
    readonly alarms: Alarms;
    readonly logger: Logger;
    readonly metrics: Metrics;
  },
): Scheduler {
  return startScheduler({
    ...deps,
    clock: systemClock,
    metrics: createJobMetrics(deps.metrics),
    jobs: builtInJobs({
      ...deps,
      retention: {
        journalDays: settings.JOURNAL_RETENTION_DAYS,
        eventDays: settings.EVENT_RETENTION_DAYS,
        billLineDays: settings.BILL_LINE_RETENTION_DAYS,
        jobRunDays: settings.JOB_RUN_RETENTION_DAYS,
      },
    }),
    owner: `${hostname().slice(0, 80)}:${process.pid}:${randomBytes(4).toString("hex")}`,
    concurrency: settings.JOB_CONCURRENCY,
    leaseMs: settings.JOB_LEASE_MS,
    renewEveryMs: settings.JOB_RENEW_EVERY_MS,
    lookEveryMs: settings.JOB_LOOK_EVERY_MS,
    askSourceEveryMs,
    beatMs,
  });
}
