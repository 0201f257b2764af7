import { findDueJobs } from "@compose-pay/database";
import { pause } from "../pause.ts";
import { claimJob, type JobClaim } from "./claim-job.ts";
import type { Job, JobSource } from "./job.ts";
import { raiseLost } from "./job-alarms.ts";
import type { JobDeps } from "./job-deps.ts";
import { runJob, type RunningJob } from "./run-job.ts";
import { syncJobs } from "./sync-jobs.ts";
import { tellJobs } from "./tell-jobs.ts";

export interface SchedulerDeps extends JobDeps {
  readonly jobs: JobSource;
  /** Jobs that run here at one time. */
  readonly concurrency: number;
  readonly lookEveryMs: number;
  /** How often the source is asked. */
  readonly askSourceEveryMs: number;
}

export interface Scheduler {
  /**
   * Begins nothing more, tells what runs to end, and waits for it. What has ended in time is taken by another process at
   * once, the rest when its lease runs out.
   */
  stop(limits: { readonly deadlineMs: number }): Promise<void>;
}

/** Runs each job at its times, in one of all processes that do so. */
export function startScheduler(deps: SchedulerDeps): Scheduler {
  const stopping = new AbortController();
  const running = new Map<string, RunningJob>();
  let jobs: readonly Job[] = [];
  let askedAtMs = Number.NEGATIVE_INFINITY;

  const askSource = async (): Promise<void> => {
    if (performance.now() - askedAtMs < deps.askSourceEveryMs) return;
    const found = await deps.jobs();
    await syncJobs(deps, found);
    jobs = found;
    askedAtMs = performance.now();
    await tellJobs(deps, found);
  };
  const begin = ({ claimed }: JobClaim): void => {
    if (claimed === null) return;
    const { name } = claimed.job;
    deps.logger.info({ job: name, job_run: claimed.run.id, fence: claimed.run.fence }, "a job runs");
    const run = runJob(deps, claimed);
    running.set(name, run);
    void run.ended.finally(() => running.delete(name));
  };
  const look = async (): Promise<void> => {
    const idle = new Map(jobs.filter(({ name }) => !running.has(name)).map((job) => [job.name, job]));
    const due = await findDueJobs(deps.database.connection, {
      names: [...idle.keys()],
      now: deps.clock.now(),
    });
    for (const name of due) {
      if (stopping.signal.aborted || running.size >= deps.concurrency) return;
      const job = idle.get(name);
      if (job !== undefined) await attempt(deps, async () => begin(await tellClaim(deps, job)));
    }
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await attempt(deps, askSource);
      await attempt(deps, look);
      await pause(deps.lookEveryMs, stopping.signal);
    }
  };
  const looping = loop();
  return {
    stop: async ({ deadlineMs }) => {
      stopping.abort();
      await looping;
      for (const run of running.values()) run.stop();
      const over = new AbortController();
      const ended = Promise.all([...running.values()].map((run) => run.ended)).then(() => over.abort());
      await Promise.race([ended, pause(deadlineMs, over.signal)]);
    },
  };
}

/** One job or one look that fails is no reason not to look again. */
async function attempt({ logger }: Pick<JobDeps, "logger">, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    logger.warn({ error }, "jobs could not be looked after; it is tried again");
  }
}

async function tellClaim(deps: JobDeps, job: Job): Promise<JobClaim> {
  const claim = await claimJob(deps, job);
  const { turn, lost } = claim;
  if (turn.kind === "skip") {
    deps.metrics.missed.inc({ job: job.kind, rule: "skip" });
    deps.logger.warn({ job: job.name, missed_at: turn.missedAt }, "a job's time was missed and is skipped");
  }
  if (turn.kind === "run" && turn.trigger === "misfire") {
    deps.metrics.missed.inc({ job: job.kind, rule: "run_once" });
  }
  if (lost !== null) {
    deps.metrics.runs.inc({ job: job.kind, outcome: "lost" });
    deps.logger.error({ job: job.name, job_run: lost.id, owner: lost.owner }, "a job's run was lost");
    raiseLost(deps, job, { run: lost, goesOn: turn.kind === "run" });
  }
  return claim;
}
