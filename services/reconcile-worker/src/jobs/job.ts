import type { JobDefinition } from "@compose-pay/application";
import type { JobTrigger } from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";

/** What a job has while it runs. */
export interface JobContext {
  readonly definition: JobDefinition;
  readonly trigger: JobTrigger;
  /** The time of the schedule that it makes up for; null for an operator's run. */
  readonly scheduledFor: Date | null;
  /**
   * Aborts when the job runs for too long, when its lease is lost, and when the process is told to stop. What was done
   * stays done, and another run goes on from there: so throw (`signal.throwIfAborted()`) where work is left.
   */
  readonly signal: AbortSignal;
  /** Says a line of output; the last 16 KiB of it are kept. */
  readonly say: (line: string) => void;
  readonly clock: Clock;
  /** Rises with each lease: who holds an older number of this job may write nothing. */
  readonly fence: number;
}

/** Does the work. Returning says that all of it is done; throwing, that it is not. */
export type JobWork = (context: JobContext) => Promise<void>;

export interface Job extends JobDefinition {
  readonly run: JobWork;
}

/** The jobs that there are now; asked again and again, since accounts come and go. */
export type JobSource = () => Promise<readonly Job[]>;
