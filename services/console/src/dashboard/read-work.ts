import { setTimeout as passed } from "node:timers/promises";
import type { DashboardSnapshot, QueueView, WaitingView } from "@compose-pay/contracts";
import {
  countDiscrepanciesIn,
  countFailedRuns,
  countOutbox,
  findStuckWork,
  type WaitingCount,
} from "@compose-pay/database";
import type { Messaging } from "@compose-pay/messaging";
import type { ConsoleDeps } from "../console-deps.ts";
import { findFailingTargets } from "./find-failing-targets.ts";
import { findNotClosedCircuits } from "./not-closed-circuits.ts";

/** What of a snapshot is the same for real payments and for test payments. */
export type WorkView = Omit<DashboardSnapshot, "at" | "live" | "today" | "last_24_hours">;

const brokerTimeoutMs = 2_000;
/** Sweeps look every second, and a row is due again half a minute after its message was sent. */
const overdueMs = 60_000;
const dayMs = 86_400_000;
const unsettledMs = 3 * dayMs;
const mostJobs = 20;

/**
 * What waits, and what is not well. A broker does not tell how old the messages of its queues are; the rows that they are about
 * do: each has the time at which it is due, and `overdue` the first of them.
 */
export async function readWork(
  deps: Pick<ConsoleDeps, "database" | "redis" | "messaging">,
  now: Date,
): Promise<WorkView> {
  const { connection } = deps.database;
  const before = (ms: number) => new Date(now.getTime() - ms);
  const overdue = await findStuckWork(connection, {
    overdueBefore: before(overdueMs),
    unsettledBefore: before(unsettledMs),
  });
  const failedRuns = await countFailedRuns(connection, { since: before(dayMs), limit: mostJobs });
  return {
    queues: await readQueues(deps.messaging),
    outbox: waitingView(await countOutbox(connection)),
    overdue: overdue.map(({ what, count, since }) => ({ what, count, since: since.toISOString() })),
    circuits: await findNotClosedCircuits(deps, now),
    failing_targets: await findFailingTargets(connection, now),
    discrepancies: {
      open: waitingView(await countDiscrepanciesIn(connection, "open")),
      awaiting_approval: waitingView(await countDiscrepanciesIn(connection, "awaiting_approval")),
    },
    failed_jobs: failedRuns.map(({ jobName, count, lastAt }) => ({
      job: jobName,
      runs: count,
      last_at: lastAt.toISOString(),
    })),
  };
}

/** @returns null when the broker cannot be asked, or does not answer in time */
async function readQueues(messaging: Pick<Messaging, "queueDepths">): Promise<readonly QueueView[] | null> {
  const depths = await Promise.race([
    messaging.queueDepths().catch(() => null),
    passed(brokerTimeoutMs, null, { ref: false }),
  ]);
  if (depths === null) return null;
  return [...depths].map(([queue, messages]) => ({ queue, kind: kindOf(queue), messages }));
}

function kindOf(queue: string): QueueView["kind"] {
  if (queue.startsWith("dead.")) return "dead";
  return queue.startsWith("wait.") ? "wait" : "work";
}

function waitingView({ count, since }: WaitingCount): WaitingView {
  return { count, since: since?.toISOString() ?? null };
}
