import { type JobRules, nextTime } from "@compose-pay/application";
import type { JobRow, JobRunHead, JobTrigger } from "@compose-pay/database";
import { retriesOf } from "./run-streak.ts";

/** A time that nobody was there for so long after it has been missed; up to then it is late. */
const missedAfterMs = 300_000;

/** What is to be done with a job now. */
export type JobTurn =
  | { readonly kind: "none" }
  | {
      readonly kind: "run";
      readonly trigger: JobTrigger;
      readonly scheduledFor: Date | null;
      readonly change: Partial<Pick<JobRow, "nextAt" | "runAt" | "runTrigger">>;
    }
  /** Missed, and not made up for. */
  | { readonly kind: "skip"; readonly missedAt: Date; readonly nextAt: Date | null }
  /** Its process died, as those before it did: it waits for its next time. */
  | { readonly kind: "give_up" };

export interface JobState {
  readonly row: JobRow;
  readonly rules: JobRules;
  /** Waits that are left of the ladder or not, by the newest runs. */
  readonly newestRuns: readonly JobRunHead[];
  readonly mostRetries: number;
}

/** Decides whether a job runs now, and what for. Whoever runs it moves its next time in the same transaction. */
export function decideTurn(state: JobState, now: Date): JobTurn {
  const { row } = state;
  if (row.leaseUntil !== null && row.leaseUntil > now) return { kind: "none" };
  if (row.leaseUntil !== null) return takeOver(state);
  if (row.runAt !== null && row.runAt <= now) {
    const trigger = row.runTrigger ?? "operator";
    const scheduledFor = trigger === "retry" ? lastScheduledFor(state) : null;
    return { kind: "run", trigger, scheduledFor, change: { runAt: null, runTrigger: null } };
  }
  if (row.nextAt !== null && row.nextAt <= now) return decideTime(row.nextAt, state.rules, now);
  return { kind: "none" };
}

/** At once, since the lease was wait enough; but a job that kills its process does not do so for ever. */
function takeOver(state: JobState): JobTurn {
  const { row, newestRuns, mostRetries } = state;
  if (row.isPaused || retriesOf(newestRuns) >= Math.max(1, mostRetries)) return { kind: "give_up" };
  return { kind: "run", trigger: "retry", scheduledFor: lastScheduledFor(state), change: {} };
}

function decideTime(at: Date, rules: JobRules, now: Date): JobTurn {
  const nextAt = nextTime(rules, now);
  if (now.getTime() - at.getTime() <= missedAfterMs) {
    return { kind: "run", trigger: "schedule", scheduledFor: at, change: { nextAt } };
  }
  if (rules.misfire === "skip") return { kind: "skip", missedAt: at, nextAt };
  return { kind: "run", trigger: "misfire", scheduledFor: at, change: { nextAt } };
}

function lastScheduledFor({ newestRuns: [last] }: JobState): Date | null {
  return last?.scheduledFor ?? null;
}
