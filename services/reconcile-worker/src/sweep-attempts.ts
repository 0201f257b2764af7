import { claimDueAttempts } from "@compose-pay/database";
import { dueWork } from "./due-work.ts";
import { sweepBy } from "./sweep-by.ts";
import type { SweepDeps } from "./sweep-deps.ts";
import type { Sweep } from "./sweep-loop.ts";

/**
 * Attempts whose due time is over: new ones whose message got lost, unknown and pending ones to be asked
 * about, expired ones and ones to be closed.
 */
export function sweepAttempts(deps: SweepDeps): Sweep {
  return sweepBy(deps, { name: "attempts", claim: claimDueAttempts, message: dueWork });
}
