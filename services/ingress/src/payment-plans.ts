import { type Database, findPaymentPlans, type PaymentPlan } from "@compose-pay/database";
import type { Circuits } from "./circuits.ts";
import { createRecentCache } from "./recent-cache.ts";

/** What apps may do with which method, as it stood not long ago. */
export interface PaymentPlans {
  of(appId: string, live: boolean): readonly PaymentPlan[] | Promise<readonly PaymentPlan[]>;
}

const mostApps = 10_000;

/** Reading a plan also looks at the circuits of its accounts, so that the first payment already knows them. */
export function createPaymentPlans(deps: {
  readonly database: Database;
  readonly circuits: Circuits;
  readonly maxAgeMs: number;
  readonly nowMs: () => number;
}): PaymentPlans {
  const cache = createRecentCache<readonly PaymentPlan[]>({
    most: 2 * mostApps,
    maxAgeMs: deps.maxAgeMs,
    nowMs: deps.nowMs,
    read: async (key) => {
      const [mode, appId = ""] = key.split(" ");
      const plans = await findPaymentPlans(deps.database.connection, appId, mode === "live");
      await deps.circuits.watch(plans.flatMap(({ accounts }) => accounts.map(({ id }) => id)));
      return plans;
    },
  });
  return { of: (appId, live) => cache.get(`${live ? "live" : "test"} ${appId}`) };
}
