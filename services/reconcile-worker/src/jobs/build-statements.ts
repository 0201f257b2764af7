import { buildDueStatements } from "@compose-pay/application";
import type { Database } from "@compose-pay/database";
import type { JobWork } from "./job.ts";

/** Statements between two looks at whether the job is to end. */
const atATime = 50;

/** Builds the statements that can be built, of every app. */
export function buildStatements({ database }: { readonly database: Database }): JobWork {
  return async ({ clock, say, signal }) => {
    for (;;) {
      signal.throwIfAborted();
      const due = await buildDueStatements({ database, clock }, { now: clock.now(), limit: atATime, say });
      if (due.hasMore) continue;
      say(`${due.waiting} days wait for their reconciliation`);
      return;
    }
  };
}
