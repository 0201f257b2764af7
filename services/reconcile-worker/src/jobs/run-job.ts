import { describeError } from "@compose-pay/runtime";
import { pause } from "../pause.ts";
import type { ClaimedJob } from "./claim-job.ts";
import { endJob, type JobEnd, type RunResult } from "./end-job.ts";
import { raiseAtEnd, raiseOverrun } from "./job-alarms.ts";
import type { JobDeps } from "./job-deps.ts";
import { createJobOutput } from "./job-output.ts";
import { type CutOff, watchRun } from "./watch-run.ts";

export interface RunningJob {
  /** Tells it to end, because the process stops. */
  stop(): void;
  /** Resolves when it has ended and that is written; never rejects. */
  readonly ended: Promise<void>;
}

const longestError = 512;
/** A database that is away for longer leaves the run to whoever takes its lease over. */
const mostEndings = 10;

/** Runs a job that was claimed to its end. */
export function runJob(deps: JobDeps, claimed: ClaimedJob): RunningJob {
  const { job, run } = claimed;
  const control = new AbortController();
  const output = createJobOutput();
  let cutOff: CutOff | null = null;
  const cut = (why: CutOff): void => {
    if (cutOff !== null) return;
    cutOff = why;
    if (why === "overrun") raiseOverrun(deps, claimed);
    control.abort(new Error(`the run is cut off: ${why}`));
  };
  const work = async (): Promise<void> => {
    const watch = watchRun(deps, claimed, { output, cut });
    const { signal } = control;
    const { trigger, scheduledFor, fence } = run;
    const of = { definition: job, trigger, scheduledFor, fence, signal };
    const failure = await failureOf(() => job.run({ ...of, say: output.say, clock: deps.clock }));
    await watch.stop();
    const result = resultOf(failure, { cutOff, output: output.text() });
    await writeEnd(deps, claimed, result);
  };
  return { stop: () => cut("stopping"), ended: work() };
}

/** What was thrown, in an array because anything can be. */
async function failureOf(work: () => Promise<void>): Promise<readonly unknown[]> {
  try {
    await work();
    return [];
  } catch (error) {
    return [error];
  }
}

function resultOf(
  failure: readonly unknown[],
  { cutOff, output }: { readonly cutOff: CutOff | null; readonly output: string },
): RunResult {
  if (failure.length === 0) {
    return { outcome: cutOff === "overrun" ? "overrun" : "succeeded", isDone: true, error: null, output };
  }
  const { type, message } = describeError(failure[0]);
  const error = `${type}: ${message}`.slice(0, longestError);
  return { outcome: cutOff === null ? "failed" : outcomes[cutOff], isDone: false, error, output };
}

const outcomes = { overrun: "overrun", lease_lost: "lost", stopping: "given_back" } as const;

async function writeEnd(deps: JobDeps, claimed: ClaimedJob, result: RunResult): Promise<void> {
  const { job, run } = claimed;
  const fields = { job: job.name, job_run: run.id, fence: run.fence, outcome: result.outcome };
  const end = await endedSomehow(deps, claimed, result);
  if (end === null) return deps.logger.error(fields, "the end of a job's run could not be written");
  if (end.kind === "overtaken") return deps.logger.error(fields, "a job's run was overtaken by another");
  const seconds = (deps.clock.now().getTime() - run.startedAt.getTime()) / 1_000;
  deps.metrics.runs.inc({ job: job.kind, outcome: result.outcome });
  deps.metrics.seconds.observe({ job: job.kind }, Math.max(0, seconds));
  const isWell = result.outcome === "succeeded" || result.outcome === "given_back";
  const log = isWell ? deps.logger.info : deps.logger.error;
  log({ ...fields, error: result.error, retry_at: end.retryAt }, "a job's run has ended");
  raiseAtEnd(deps, claimed, { result, end });
}

async function endedSomehow(deps: JobDeps, claimed: ClaimedJob, result: RunResult): Promise<JobEnd | null> {
  for (let endings = 1; endings <= mostEndings; endings += 1) {
    try {
      return await endJob(deps, claimed, result);
    } catch (error) {
      deps.logger.warn({ error, job: claimed.job.name }, "the end of a job's run was not written yet");
      await pause(deps.beatMs, new AbortController().signal);
    }
  }
  return null;
}
