import { countOpenDiscrepancies, countOpenRuns, type Database } from "@compose-pay/database";
import { discrepancyTypes } from "@compose-pay/domain";
import type { Metrics } from "@compose-pay/runtime";
import { nothingTaken, type Sweep } from "../sweep-loop.ts";

/** How often the gauges are set. */
const everyMs = 15_000;
const dayMs = 86_400_000;

/** Tells operators how days and discrepancies stand. It takes nothing; a failure shows as one of a sweep. */
export function watchRuns(database: Database, metrics: Metrics): Sweep {
  const tell = createGauges(metrics);
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    name: "runs_watch",
    run: async (now) => {
      if (now.getTime() - lastMs < everyMs) return nothingTaken;
      lastMs = now.getTime();
      await tell(database, now);
      return nothingTaken;
    },
  };
}

function createGauges(metrics: Metrics): (database: Database, now: Date) => Promise<void> {
  const runs = metrics.gauge({
    name: "compose_pay_runs_open",
    help: "Reconciliations that are not closed, by state.",
    labels: ["state"],
  });
  const standing = metrics.gauge({
    name: "compose_pay_runs_standing",
    help: "Reconciliations that stand still until a person helps.",
  });
  const oldest = metrics.gauge({
    name: "compose_pay_runs_oldest_days",
    help: "How many days ago the oldest day was that is not closed, 0 when all are.",
  });
  const open = metrics.gauge({
    name: "compose_pay_discrepancies_open",
    help: "Discrepancies that nobody has decided on, by type, counted up to 1000.",
    labels: ["type"],
  });
  const age = metrics.gauge({
    name: "compose_pay_discrepancy_oldest_seconds",
    help: "How long the oldest discrepancy of a type has been open, 0 when none is.",
    labels: ["type"],
  });
  return async ({ connection }, now) => {
    const states = await countOpenRuns(connection);
    runs.reset();
    for (const { state, runs: count } of states) runs.set({ state }, count);
    standing.set(states.reduce((sum, one) => sum + one.standing, 0));
    const days = states.map(
      ({ oldestDay }) => (now.getTime() - Date.parse(`${oldestDay}T00:00:00+08:00`)) / dayMs,
    );
    oldest.set(Math.floor(Math.max(0, ...days)));
    for (const { type, count, oldestFoundAt } of await countOpenDiscrepancies(connection, discrepancyTypes)) {
      open.set({ type }, count);
      age.set({ type }, oldestFoundAt === null ? 0 : (now.getTime() - oldestFoundAt.getTime()) / 1_000);
    }
  };
}
