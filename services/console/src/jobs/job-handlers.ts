import {
  changeJobSchedule,
  checkSchedule,
  findJob,
  type JobPaused,
  listJobs,
  nextTimes,
  pauseJob,
  resumeJob,
  runJobNow,
  type ScheduleRefusal,
} from "@compose-pay/application";
import type { jobRoutes, JobStanding } from "@compose-pay/contracts";
import { findJobRun, listJobRuns } from "@compose-pay/database";
import { done, type HandlersOf, noSuch, type Outcome, refused, refusedInput } from "../api/handler.ts";
import { pageOf } from "../api/page-of.ts";
import { wrongCursor } from "../api/wrong-cursor.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { jobRulesView, jobRunDetail, jobRunHeadView, jobStanding } from "./job-view.ts";

const shownTimes = 5;

/** The jobs of reconcile-worker: when they run, how they went, and orders to them. */
export function jobHandlers(deps: ConsoleDeps): HandlersOf<typeof jobRoutes> {
  const { connection } = deps.database;
  return {
    "jobs.list": async () => done({ rows: (await listJobs(deps)).map(jobStanding), next: null }),
    "jobs.show": async ({ input: { name } }) => {
      const found = await findJob(deps, name);
      if (found.kind === "job_unknown") return noSuch("job");
      const { definition } = found.job;
      return done({
        job: jobStanding(found.job),
        defaults: jobRulesView(definition),
        overrun_after_ms: definition.overrunAfterMs,
        retry_waits_ms: definition.retryWaitsMs,
        next_times: textsOf(found.nextTimes),
      });
    },
    "jobs.runs": async ({ input: { name: jobName, after: cursor, limit } }) => {
      const after = cursor === undefined ? undefined : await findJobRun(connection, cursor);
      if (after === null) return wrongCursor();
      const rows = await listJobRuns(connection, { jobName, after: after?.id, limit: limit + 1 });
      return done(pageOf(rows, limit, { nextOf: ({ id }) => id, show: jobRunHeadView }));
    },
    "jobs.show_run": async ({ input: { id } }) => {
      const run = await findJobRun(connection, id);
      return run === null ? noSuch("run") : done(jobRunDetail(run));
    },
    "jobs.next_times": ({ input: { schedule, time_zone: timeZone } }) => {
      const now = deps.clock.now();
      const refusal = checkSchedule({ schedule, timeZone }, now);
      if (refusal !== null) return Promise.resolve(refusedSchedule(refusal));
      return Promise.resolve(done({ times: textsOf(nextTimes({ schedule, timeZone }, now, shownTimes)) }));
    },
    "jobs.run": async ({ input: { name } }) => {
      const asked = await runJobNow(deps, name);
      switch (asked.kind) {
        case "job_unknown":
          return noSuch("job");
        case "running":
          return refused("conflict", `it runs already, on ${asked.owner}`);
        case "asked": {
          const after = jobStanding(asked.job);
          return done(after, { after: { asked_at: after.asked_at } });
        }
      }
    },
    "jobs.pause": async ({ input: { name } }) =>
      pauseOutcome(await pauseJob(deps, name), { paused: true, otherwise: "it is paused already" }),
    "jobs.resume": async ({ input: { name } }) =>
      pauseOutcome(await resumeJob(deps, name), { paused: false, otherwise: "it is not paused" }),
    "jobs.schedule": async ({ input: { name, schedule, time_zone: timeZone, misfire, ...seen } }) => {
      const given = [schedule, timeZone, misfire];
      if (given.every((rule) => rule === undefined))
        return refusedInput(
          "schedule",
          "is missing, as are time_zone and misfire: one of them must be there",
        );
      const found = await findJob(deps, name);
      if (found.kind === "job_unknown") return noSuch("job");
      const changed = await changeJobSchedule(deps, name, {
        schedule,
        timeZone,
        misfire,
        expectedVersion: seen.expected_version,
      });
      if (changed.kind === "job_unknown") return noSuch("job");
      if (changed.kind !== "changed") return refusedSchedule(changed);
      const after = jobStanding(changed.job);
      const { rules, version } = changed.job;
      return done(after, {
        before: jobRulesView(found.job.rules),
        after: { ...jobRulesView(rules), version },
      });
    },
  };
}

function pauseOutcome(
  changed: JobPaused,
  { paused, otherwise }: { readonly paused: boolean; readonly otherwise: string },
): Outcome<JobStanding> {
  switch (changed.kind) {
    case "job_unknown":
      return noSuch("job");
    case "unchanged":
      return refused("conflict", otherwise);
    case "changed":
      return done(jobStanding(changed.job), { before: { paused: !paused }, after: { paused } });
  }
}

function refusedSchedule(refusal: ScheduleRefusal) {
  switch (refusal.kind) {
    case "schedule_malformed":
      return refusedInput("schedule", refusal.message);
    case "never_runs":
      return refusedInput("schedule", "must come at least once in the years to come");
    case "time_zone_unknown":
      return refusedInput("time_zone", "must be a time zone by its name, such as Asia/Shanghai");
  }
}

function textsOf(times: readonly Date[]): readonly string[] {
  return times.map((time) => time.toISOString());
}
