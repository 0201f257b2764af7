import type { JobRunHead } from "@compose-pay/database";

type Run = Pick<JobRunHead, "trigger" | "outcome">;

/**
 * How many retries stand at the front of these runs, newest first. One that only goes on with what a stopping process gave
 * back is none.
 */
export function retriesOf(runs: readonly Run[]): number {
  let retries = 0;
  for (const [index, { trigger }] of runs.entries()) {
    if (trigger !== "retry") break;
    if (runs[index + 1]?.outcome !== "given_back") retries += 1;
  }
  return retries;
}

/**
 * Whether somebody was told of a failure since the last success, so that he wants to know that it is over.
 *
 * @param current how the run that has succeeded began
 * @param before the runs before it, newest first
 */
export function wasAlarmed(current: Run["trigger"], before: readonly Run[]): boolean {
  let next = current;
  for (const { trigger, outcome } of before) {
    if (outcome === "succeeded") return false;
    if (outcome === "lost" || outcome === "overrun") return true;
    if (outcome === "failed" && next !== "retry") return true;
    next = trigger;
  }
  return false;
}
