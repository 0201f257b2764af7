import { freshDatabase } from "@compose-pay/test-support";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { deliveries } from "../tables/index.ts";
import { inTransaction } from "../transaction.ts";
import { failingOf, insertDeliveries } from "./deliveries.ts";
import { endDeliveries, exhaustDeliveries } from "./delivery-claims.ts";
import { listFailingDeliveryIds } from "./delivery-log.ts";
import { newDelivery } from "./new-delivery.ts";
import { redeliver } from "./redeliveries.ts";

const now = new Date("2026-03-01T08:00:00.000Z");
let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  database = openDatabase({ url: fresh.url, poolSize: 2 });
  drop = async () => {
    await database.close();
    await fresh.drop();
  };
});
afterAll(() => drop());

async function add(
  id: string,
  state: "pending" | "retrying" | "succeeded",
  attemptsMade: number,
): Promise<void> {
  const event = { id: `evt_${id}`, appId: "app_1", traceId: "trace" };
  const made = newDelivery(
    event,
    { endpointId: `ep_${id}`, url: null },
    {
      trigger: "schedule",
      now,
      nextAttemptAt: now,
    },
  );
  const nextAttemptAt = state === "succeeded" ? null : now;
  await insertDeliveries(database.connection, [{ ...made, id, state, attemptsMade, nextAttemptAt }]);
}

async function states(): Promise<Readonly<Record<string, string>>> {
  const rows = await database.connection.select().from(deliveries);
  for (const { state, failing } of rows) expect([state, failing]).toEqual([state, failingOf(state)]);
  return Object.fromEntries(rows.map(({ id, state }) => [id, state]));
}

function listed(after?: string, limit = 9) {
  return listFailingDeliveryIds(database.connection, { states: ["retrying", "exhausted"], after, limit });
}

it("a delivery that fails is listed until it is well or begins anew, newest first, page by page", async () => {
  await add("dlv_1", "retrying", 1);
  await add("dlv_2", "pending", 0);
  await add("dlv_3", "succeeded", 1);
  expect(await listed()).toEqual(["dlv_1"]);
  await inTransaction(database, (transaction) => endDeliveries(transaction, ["dlv_1"], now));
  await inTransaction(database, (transaction) =>
    exhaustDeliveries(transaction, { targetId: "ep_dlv_2", at: now, limit: 9 }),
  );
  expect(await states()).toEqual({ dlv_1: "exhausted", dlv_2: "exhausted", dlv_3: "succeeded" });
  expect(await listed()).toEqual(["dlv_2", "dlv_1"]);
  expect(await listed(undefined, 1)).toEqual(["dlv_2"]);
  expect(await listed("dlv_2")).toEqual(["dlv_1"]);
  const again = ["dlv_1", "dlv_2", "dlv_3"].map((id) => ({ id, targetId: `ep_${id}` }));
  await inTransaction(database, (transaction) => redeliver(transaction, again, now));
  // What was never attempted is pending once more, and what had succeeded is on the ladder again.
  expect(await states()).toEqual({ dlv_1: "retrying", dlv_2: "pending", dlv_3: "retrying" });
  expect(await listed()).toEqual(["dlv_3", "dlv_1"]);
});
