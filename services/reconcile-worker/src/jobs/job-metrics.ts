import type { Counter, Gauge, Histogram, Metrics } from "@compose-pay/runtime";

export interface JobMetrics {
  readonly runs: Counter<"job" | "outcome">;
  readonly seconds: Histogram<"job">;
  readonly missed: Counter<"job" | "rule">;
  readonly sinceSuccess: Gauge<"job">;
  readonly paused: Gauge;
}

/** Seconds, from a look at some rows to a night's purge. */
const durations = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400];

/** By kinds of jobs, which are few; a kind may have a job for each account. */
export function createJobMetrics(metrics: Metrics): JobMetrics {
  return {
    runs: metrics.counter({
      name: "compose_pay_job_runs_total",
      help: "Runs of jobs that have ended, by kind and outcome.",
      labels: ["job", "outcome"],
    }),
    seconds: metrics.histogram({
      name: "compose_pay_job_seconds",
      help: "How long runs of jobs took, by kind.",
      labels: ["job"],
      buckets: durations,
    }),
    missed: metrics.counter({
      name: "compose_pay_job_misfires_total",
      help: "Times of a schedule that nobody was there for, by what became of them: run_once, skip.",
      labels: ["job", "rule"],
    }),
    sinceSuccess: metrics.gauge({
      name: "compose_pay_job_since_success_seconds",
      help: "How long ago a kind's jobs last succeeded: of several, the one that waits longest. Paused ones do not count.",
      labels: ["job"],
    }),
    paused: metrics.gauge({
      name: "compose_pay_jobs_paused",
      help: "Jobs that an operator has paused.",
    }),
  };
}
