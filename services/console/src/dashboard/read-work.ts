import type { DashboardSnapshot, QueueView, WaitingView } from "@compose-pay/contracts";
import {
  countFailedRuns,
  countOutbox,
  countUnfinishedActs,
  findStuckWork,
  type WaitingCount,
} from "@compose-pay/database";
import type { Messaging } from "@compose-pay/messaging";
import { unfinishedSpan } from "../audit/unfinished-span.ts";
import type { ConsoleDeps } from "../console-deps.ts";
import { stuckLimits } from "../stuck/stuck-limits.ts";
import { findFailingTargets } from "./find-failing-targets.ts";
import { findNotClosedCircuits } from "./not-closed-circuits.ts";

/** What of a snapshot is the same for real payments and for test payments. */
export type WorkView = Omit<DashboardSnapshot, "at" | "live" | "today" | "last_24_hours">;

const dayMs = 86_400_000;
const mostJobs = 20;

/**
 * What waits, and what is not well. A broker does not tell how old the messages of its queues are; the rows that they are about
 * do: what stays in a state that must not last is in `stuck`, whatever its due time.
 */
export async function readWork(
  deps: Pick<ConsoleDeps, "database" | "redis" | "messaging">,
  now: Date,
): Promise<WorkView> {
  const { connection } = deps.database;
  const stuck = await findStuckWork(connection, stuckLimits(now));
  const since = new Date(now.getTime() - dayMs);
  const failedRuns = await countFailedRuns(connection, { since, limit: mostJobs });
  return {
    queues: await readQueues(deps.messaging),
    outbox: waitingView(await countOutbox(connection)),
    stuck: stuck.map(({ kind, count, since: first }) => ({ what: kind, count, since: first.toISOString() })),
    circuits: await findNotClosedCircuits(deps, now),
    failing_targets: await findFailingTargets(connection, now),
    unfinished_acts: waitingView(await countUnfinishedActs(connection, unfinishedSpan(now))),
    failed_jobs: failedRuns.map(({ jobName, count, lastAt }) => ({
      job: jobName,
      runs: count,
      last_at: lastAt.toISOString(),
    })),
  };
}

/** @returns null when the broker cannot be asked, has an alarm, or does not answer in time */
async function readQueues(messaging: Pick<Messaging, "queueStates">): Promise<readonly QueueView[] | null> {
  const states = await messaging.queueStates().catch(() => null);
  if (states === null) return null;
  return [...states].map(([queue, state]) => ({ queue, kind: kindOf(queue), ...state }));
}

function kindOf(queue: string): QueueView["kind"] {
  if (queue.startsWith("dead.")) return "dead";
  return queue.startsWith("wait.") ? "wait" : "work";
}

function waitingView({ count, since }: WaitingCount): WaitingView {
  return { count, since: since?.toISOString() ?? null };
}
