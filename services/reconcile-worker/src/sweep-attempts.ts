import { claimDueAttempts, type DueClaim } from "@compose-pay/database";
import { dueWork } from "./due-work.ts";
import type { QueryPace } from "./query-pace.ts";
import { sweepBy } from "./sweep-by.ts";
import type { SweepDeps } from "./sweep-deps.ts";
import type { Sweep } from "./sweep-loop.ts";

/**
 * Attempts whose due time is over: new ones whose message got lost, unknown and pending ones to be asked
 * about, expired ones and ones to be closed. No account gets more of them than its pace; what is over waits
 * in its row.
 */
export function sweepAttempts(deps: SweepDeps, pace: QueryPace): Sweep {
  return sweepBy(deps, {
    name: "attempts",
    claim: (transaction, claim: DueClaim) =>
      claimDueAttempts(transaction, claim, (due) => pace.putOff(due, claim.now)),
    message: ([attempt], now) => (attempt.putOffUntil === null ? dueWork(attempt, now) : null),
  });
}
