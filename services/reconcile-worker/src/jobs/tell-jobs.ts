import { findJobs, findLastRuns, findNewestRuns } from "@compose-pay/database";
import { mostRunsLookedAt } from "./claim-job.ts";
import type { Job } from "./job.ts";
import type { JobDeps } from "./job-deps.ts";

type TellDeps = Pick<JobDeps, "database" | "clock" | "metrics">;

/** Tells by metrics how the jobs are, as the rows have it: whichever processes have run them. */
export async function tellJobs(deps: TellDeps, jobs: readonly Job[]): Promise<void> {
  const rows = await findJobs(
    deps.database.connection,
    jobs.map(({ name }) => name),
  );
  const paused = new Set(rows.flatMap(({ name, isPaused }) => (isPaused ? [name] : [])));
  deps.metrics.paused.set(paused.size);
  await tellSuccesses(
    deps,
    jobs.filter(({ name }) => !paused.has(name)),
  );
}

async function tellSuccesses({ database, clock, metrics }: TellDeps, jobs: readonly Job[]): Promise<void> {
  const names = jobs.map(({ name }) => name);
  const lastRuns = new Map((await findLastRuns(database.connection, names)).map((run) => [run.jobName, run]));
  metrics.sinceSuccess.reset();
  for (const [kind, ofKind] of Map.groupBy(jobs, (job) => job.kind)) {
    const times: number[] = [];
    for (const { name } of ofKind) {
      const last = lastRuns.get(name);
      if (last === undefined) continue;
      const runs =
        last.outcome === "succeeded"
          ? [last]
          : await findNewestRuns(database.connection, name, mostRunsLookedAt);
      const success = runs.find(({ outcome }) => outcome === "succeeded");
      // One that has never succeeded waits at least since the oldest of these began.
      const since = success?.endedAt ?? runs.at(-1)?.startedAt;
      if (since !== undefined) times.push(since.getTime());
    }
    if (times.length === 0) continue;
    metrics.sinceSuccess.set({ job: kind }, Math.max(0, clock.now().getTime() - Math.min(...times)) / 1_000);
  }
}
