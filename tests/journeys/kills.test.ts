import { serviceNames, type ServiceName } from "@compose-pay/start";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Dice, throwDice } from "./harness/dice.ts";
import { findDisagreements, untilAllEnded } from "./harness/reckoning.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { startSteadyLoad, type SteadyLoad } from "./harness/steady-load.ts";

let stage: Stage;
const payments = 500;
const perSecond = 25;
/** At least so many payments are acknowledged between two kills, and less than twice as many. */
const betweenKills = 15;

beforeAll(async () => {
  stage = await openStage({
    env: {
      "notify-worker": { DELIVERY_HOLD_MS: "45000" },
      "reconcile-worker": { SWEEP_EVERY_MS: "500", SWEEP_LEASE_MS: "5000" },
    },
  });
  for (const channel of ["wechat", "alipay"] as const) await stage.customer.setAutopay(channel, 1, 100);
});
afterAll(() => stage.close());

describe(`while services are killed at random in the middle of ${payments} payments`, () => {
  it(
    "no acknowledged payment is lost, paid twice or kept from its merchant",
    { timeout: 400_000 },
    async () => {
      const dice = throwDice();
      const load = startSteadyLoad(stage, { perSecond, most: payments });
      const killed = await killUntilAllAreTaken(load, dice);
      await load.stop();
      console.log(`JOURNEY_SEED=${dice.seed} killed ${killed.join(", ")}`);

      const taken = load.acknowledged();
      expect(new Set(taken).size).toBe(payments);
      expect(killed.length).toBeGreaterThan(2 * serviceNames.length);
      await untilAllEnded(stage, taken, 150_000);
      expect(await findDisagreements(stage, taken)).toEqual([]);
      expect(stage.shop.forged()).toEqual([]);
      expect(load.refusals().filter((code) => code !== "no_answer" && code !== "overloaded")).toEqual([]);
      expect(await stage.broker.deadLetters()).toEqual([]);
      await waitFor(async () => (await stage.books.rows("SELECT id FROM outbox")).length === 0, {
        deadlineMs: 30_000,
      });
    },
  );

  it("nothing secret is written about it", async () => expect(await stage.leaks()).toEqual([]));
});

/** Kills one service after the other while those before are still starting again. */
async function killUntilAllAreTaken(load: SteadyLoad, dice: Dice): Promise<readonly ServiceName[]> {
  const killed: ServiceName[] = [];
  const restarts = new Map<ServiceName, Promise<void>>();
  while (load.acknowledged().length < payments) {
    for (const name of dice.shuffled(serviceNames)) {
      await load.untilAcknowledged(betweenKills + dice.roll(betweenKills));
      await restarts.get(name);
      restarts.set(name, killAndRestart(name));
      killed.push(name);
    }
  }
  await Promise.all(restarts.values());
  return killed;
}

/** kill -9, and a new process of the same name. */
async function killAndRestart(name: ServiceName): Promise<void> {
  const { process } = stage.product.process(name);
  process.kill();
  await process.exited;
  await stage.product.restart(name);
}
