import { adoptDeliveries, findForgottenTargets, inTransaction, wakeTargets } from "@compose-pay/database";
import type { SweepDeps } from "./sweep-deps.ts";
import { nothingTaken, type Sweep } from "./sweep-loop.ts";

/** How often: what it finds was forgotten, which takes a row that somebody has changed by hand, or a defect. */
const everyMs = 15_000;

/**
 * The backstop of deliveries: notify-worker takes them by the due times of their targets, and this sees to it that every
 * target with a due delivery has one. Rows of the version before, which knew no targets, are put into their lines.
 */
export function sweepTargets({ database, batch }: Pick<SweepDeps, "database" | "batch">): Sweep {
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
      const taken = adopted + forgotten.length;
      const isFull = adopted === batch;
      if (!isFull) lastMs = now.getTime();
      return { taken, sent: taken, putOff: 0, isFull };
    },
  };
}
