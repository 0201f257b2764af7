import { claimDueAttempts, type DueAttempt, inTransaction, postponeAttempts } from "@compose-pay/database";
import { channelQueue } from "@compose-pay/messaging";
import { dueWork } from "./due-work.ts";
import type { SweepDeps } from "./sweep-deps.ts";
import { nothingTaken, type Sweep } from "./sweep-loop.ts";

/** How long new attempts are left alone whose queue is so deep that they are surely still in it. */
const deepQueueWaitMs = 300_000;

/**
 * Sends attempts on whose due time is over: new ones whose message got lost, unknown and pending ones to
 * be asked about, expired ones and ones to be closed. A message that is sent twice does no harm.
 */
export function sweepAttempts(deps: SweepDeps): Sweep {
  return {
    name: "attempts",
    run: async (now) => {
      if (!deps.messaging.isReady().publishing) return nothingTaken;
      const { leaseMs, batch: limit } = deps;
      const due = await inTransaction(deps.database, (transaction) =>
        claimDueAttempts(transaction, { now, leaseMs, limit }),
      );
      const queued = new Set(await stillQueued(deps, due));
      await postponeAttempts(
        deps.database.connection,
        [...queued].map(({ id }) => id),
        new Date(now.getTime() + deepQueueWaitMs),
      );
      const lost = due.filter((attempt) => !queued.has(attempt));
      await Promise.all(lost.map((attempt) => deps.messaging.publish(dueWork(attempt, now))));
      return { taken: due.length, isFull: due.length === limit };
    },
  };
}

/** New attempts whose messages are not lost: their queue is merely long. */
async function stillQueued(deps: SweepDeps, due: readonly DueAttempt[]): Promise<readonly DueAttempt[]> {
  const created = due.filter(({ state }) => state === "created");
  if (created.length === 0) return [];
  const depths = await deps.messaging.queueDepths();
  const isDeep = (attempt: DueAttempt) =>
    (depths.get(channelQueue(attempt.channel, "interactive")) ?? 0) > deps.deepQueue;
  return created.filter(isDeep);
}
