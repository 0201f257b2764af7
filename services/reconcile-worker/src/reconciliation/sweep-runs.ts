import { claimDueRuns, inTransaction } from "@compose-pay/database";
import type { Sweep } from "../sweep-loop.ts";
import { advanceRun } from "./advance-run.ts";
import type { RunDeps } from "./run-deps.ts";

/** Runs that are due, one at a time in each process: as many processes as there are share the accounts. */
export function sweepRuns(deps: RunDeps): Sweep {
  return {
    name: "runs",
    run: async (now) => {
      const claim = { now, leaseMs: deps.leaseMs, limit: 1 };
      const [run] = await inTransaction(deps.database, (transaction) => claimDueRuns(transaction, claim));
      if (run === undefined) return { taken: 0, sent: 0, putOff: 0, isFull: false };
      await advanceRun(deps, run);
      return { taken: 1, sent: 1, putOff: 0, isFull: true };
    },
  };
}
