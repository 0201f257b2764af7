import {
  adoptDeliveries,
  type Connection,
  findForgottenTargets,
  findTargetLateness,
  inTransaction,
  wakeTargets,
} from "@compose-pay/database";
import type { Metrics } from "@compose-pay/runtime";
import type { SweepDeps } from "./sweep-deps.ts";
import { nothingTaken, type Sweep } from "./sweep-loop.ts";

/** How often: what it finds was forgotten, which takes a row that somebody has changed by hand, or a defect. */
const everyMs = 15_000;

/**
 * The backstop of deliveries: notify-worker takes them by the due times of their targets, and this sees to it that every
 * target with a due delivery has one. Rows of the version before, which knew no targets, are put into their lines.
 * It tells operators besides how late deliveries are.
 */
export function sweepTargets(
  { database, batch }: Pick<SweepDeps, "database" | "batch">,
  metrics: Metrics,
): Sweep {
  const tellLateness = createLatenessGauges(metrics);
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    name: "delivery_targets",
    run: async (now) => {
      if (now.getTime() - lastMs < everyMs) return nothingTaken;
      const adopted = await inTransaction(database, (transaction) => adoptDeliveries(transaction, batch));
      const forgotten = await findForgottenTargets(database.connection, now);
      await wakeTargets(
        database.connection,
        forgotten.map((target) => ({ ...target, dueAt: now })),
      );
      await tellLateness(database.connection, now);
      const taken = adopted + forgotten.length;
      const isFull = adopted === batch;
      if (!isFull) lastMs = now.getTime();
      return { taken, sent: taken, putOff: 0, isFull };
    },
  };
}

function createLatenessGauges(metrics: Metrics): (connection: Connection, now: Date) => Promise<void> {
  const lateSeconds = metrics.gauge({
    name: "compose_pay_deliveries_late_seconds",
    help: "How long the first receiver with a due delivery has waited for a worker, 0 when none is due.",
  });
  const lateTargets = metrics.gauge({
    name: "compose_pay_delivery_targets_late",
    help: "Receivers that have waited for a worker for more than 60 s, counted up to 1000.",
  });
  const openCircuits = metrics.gauge({
    name: "compose_pay_delivery_circuits_open",
    help: "Receivers with waiting deliveries whose circuit is open, counted up to 1000.",
  });
  return async (connection, now) => {
    const { firstDueAt, late, open } = await findTargetLateness(connection, now);
    lateSeconds.set(firstDueAt === null ? 0 : (now.getTime() - firstDueAt.getTime()) / 1_000);
    lateTargets.set(late);
    openCircuits.set(open);
  };
}
