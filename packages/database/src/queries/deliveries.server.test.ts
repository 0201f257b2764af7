import type { RowDataPacket } from "mysql2";
import { newId } from "@compose-pay/runtime";
import { type FreshDatabase, freshDatabase } from "@compose-pay/test-support";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { deliveries, deliveryAttempts, deliveryTargets, events } from "../tables/index.ts";
import { inTransaction } from "../transaction.ts";
import { type DeliveryRow, failingOf, insertDeliveries } from "./deliveries.ts";
import {
  findFirstDue,
  findHeldDeliveries,
  lockDueDeliveries,
  lockDueTargets,
  setDeliveriesDue,
} from "./delivery-claims.ts";
import { wakeTargets, wakeTargetsForTry } from "./delivery-targets.ts";
import { type DeliveryChange, saveDeliveryAttempts } from "./delivery-attempts.ts";
import { insertEvent } from "./events.ts";
import { redeliverDeliveries } from "./replay-work.ts";
import { adoptDeliveries, findForgottenTargets } from "./overdue-targets.ts";

const now = new Date("2026-11-22T12:00:00.125Z");
let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  database = openDatabase({ url: fresh.url, poolSize: 6 });
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

beforeEach(async () => {
  for (const table of [deliveries, deliveryAttempts, deliveryTargets, events])
    await database.connection.delete(table);
});

const at = (ms: number) => new Date(now.getTime() + ms);

async function addDelivery(changes: Partial<DeliveryRow> = {}): Promise<string> {
  const eventId = newId("evt");
  const common = { appId: "app_1", traceId: "trace_1", createdAt: now };
  await insertEvent(database.connection, {
    ...common,
    id: eventId,
    endpointId: null,
    paymentId: newId("pay"),
    live: false,
    type: "payment.succeeded",
    sequence: 1,
    body: `{"id":"${eventId}"}`,
    notifyUrl: null,
    refundNotifyUrl: null,
    dueAt: null,
  });
  const row: DeliveryRow = {
    ...common,
    id: newId("dlv"),
    eventId,
    endpointId: "ep_1",
    url: null,
    state: "retrying",
    targetId: "ep_1",
    trigger: "schedule",
    ladderFrom: 0,
    attemptsMade: 1,
    nextAttemptAt: now,
    lastStatus: null,
    endedAt: null,
    ...changes,
  };
  expect(await insertDeliveries(database.connection, [row])).toBe(true);
  return row.id;
}

async function readDelivery(id: string) {
  const rows = await database.connection.select().from(deliveries);
  return rows.find((row) => row.id === id && row.failing === failingOf(row.state));
}

function readTargets() {
  return database.connection.select().from(deliveryTargets);
}

function lockDue(targetId: string, limit = 100): Promise<readonly string[]> {
  return inTransaction(database, (transaction) => lockDueDeliveries(transaction, { targetId, now, limit }));
}

describe("deliveries of one event", () => {
  it("are made once for an endpoint, and all or none", async () => {
    const id = await addDelivery();
    const existing = await readDelivery(id);
    if (existing === undefined) throw new Error("it was added");
    const again = { ...existing, id: newId("dlv") };
    const other = { ...again, id: newId("dlv"), endpointId: "ep_2" };
    expect(await insertDeliveries(database.connection, [other, again])).toBe(false);
    expect(await database.connection.select().from(deliveries)).toHaveLength(1);
  });
});

describe("the line of a target", () => {
  it("is taken from its front, as far as it is due, and no other line's", async () => {
    const late = await addDelivery({ nextAttemptAt: at(-1) });
    const later = await addDelivery({ nextAttemptAt: at(-2), state: "pending" });
    await addDelivery({ nextAttemptAt: at(1) });
    await addDelivery({ nextAttemptAt: null, state: "succeeded" });
    const other = await addDelivery({ targetId: "ep_2" });
    expect(await lockDue("ep_1", 1)).toEqual([later]);
    expect(await lockDue("ep_1")).toEqual([later, late]);
    expect(await lockDue("ep_2")).toEqual([other]);
  });

  it("is shared by those who take from it at the same time", async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => addDelivery()));
    const [one, other] = await inTransaction(database, async (transaction) => [
      await lockDueDeliveries(transaction, { targetId: "ep_1", now, limit: 4 }),
      await lockDue("ep_1"),
    ]);
    expect(one).toHaveLength(4);
    expect([...one, ...other].toSorted(byText)).toEqual(ids.toSorted(byText));
  });

  it("gives the bytes to send, and says when its next is due", async () => {
    const id = await addDelivery();
    await addDelivery({ nextAttemptAt: at(-5), targetId: "ep_2" });
    await setDeliveriesDue(database.connection, [id], at(60_000));
    const [held, ...others] = await findHeldDeliveries(database.connection, [id]);
    expect(others).toEqual([]);
    expect(held).toMatchObject({ id, attemptsMade: 1, event: { sequence: 1, live: false } });
    expect(held?.event.body).toBe(`{"id":"${held?.eventId}"}`);
    expect(await findFirstDue(database.connection, ["ep_1", "ep_2", "ep_none"])).toEqual(
      new Map([
        ["ep_1", at(60_000)],
        ["ep_2", at(-5)],
      ]),
    );
  });
});

describe("a target", () => {
  const target = { id: "ep_1", appId: "app_1" };

  it("is due at the earliest moment that anybody named", async () => {
    await wakeTargets(database.connection, [{ ...target, dueAt: at(20) }]);
    await wakeTargets(database.connection, [
      { id: "ep_2", appId: "app_1", dueAt: at(5) },
      { ...target, dueAt: at(10) },
    ]);
    await wakeTargets(database.connection, [{ ...target, dueAt: at(30) }]);
    expect(await readTargets()).toMatchObject([
      { id: "ep_1", dueAt: at(10), failures: 0 },
      { id: "ep_2", dueAt: at(5) },
    ]);
  });

  it("is let through its open circuit by a person's wish", async () => {
    await wakeTargets(database.connection, [{ ...target, dueAt: at(20) }]);
    await database.pool.query("UPDATE delivery_targets SET open_until = ?, failures = 12", [at(90_000)]);
    await wakeTargetsForTry(database.connection, [target], now);
    expect(await readTargets()).toMatchObject([{ dueAt: now, openUntil: now, failures: 12 }]);
  });

  it("is looked at by one at a time, longest due first, without those that have no room", async () => {
    const dueIn = { ep_1: 1, ep_2: -2, ep_3: -1, ep_4: 0 };
    const targets = Object.entries(dueIn).map(([id, ms]) => ({ id, appId: "app_1", dueAt: at(ms) }));
    targets.push({ id: "ep_5", appId: "app_2", dueAt: at(-5) });
    await wakeTargets(database.connection, targets);
    const due = { now, limit: 10, exceptTargets: ["ep_4"], exceptApps: ["app_2"] };
    const [first, second] = await inTransaction(database, async (transaction) => [
      await lockDueTargets(transaction, { ...due, limit: 1 }),
      await inTransaction(database, (other) => lockDueTargets(other, due)),
    ]);
    expect([first?.map(({ id }) => id), second?.map(({ id }) => id)]).toEqual([["ep_2"], ["ep_3"]]);
  });

  it("that was forgotten is found, and one that somebody is going to look at is not", async () => {
    await addDelivery({ targetId: "ep_1" });
    await addDelivery({ targetId: "ep_2" });
    await addDelivery({ targetId: "ep_3", nextAttemptAt: at(1) });
    await addDelivery({ targetId: "ep_4", nextAttemptAt: null, state: "exhausted" });
    await wakeTargets(database.connection, [{ id: "ep_2", appId: "app_1", dueAt: now }]);
    expect(await findForgottenTargets(database.connection, now)).toEqual([target]);
  });

  it("is found too when it is going to be looked at too late, but not for its open circuit, nor within its rate", async () => {
    for (const id of ["ep_1", "ep_2", "ep_3"]) {
      await addDelivery({ targetId: id });
      await wakeTargets(database.connection, [{ id, appId: "app_1", dueAt: at(90_000) }]);
    }
    await database.pool.query("UPDATE delivery_targets SET open_until = ? WHERE id = 'ep_2'", [at(90_000)]);
    await database.pool.query("UPDATE delivery_targets SET due_at = ? WHERE id = 'ep_3'", [at(1_000)]);
    expect(await findForgottenTargets(database.connection, now)).toEqual([target]);
  });

  it("gets the waiting deliveries that a service of before has made", async () => {
    const own = { endpointId: "notify_url", url: "https://shop.example:8443/paid?no=7" };
    const first = await addDelivery({ targetId: "" });
    const second = await addDelivery({ targetId: "", ...own });
    const ended = await addDelivery({ targetId: "", nextAttemptAt: null, state: "succeeded" });
    expect(await inTransaction(database, (transaction) => adoptDeliveries(transaction, 10))).toBe(2);
    expect(await inTransaction(database, (transaction) => adoptDeliveries(transaction, 10))).toBe(0);
    const [one, two, three] = await Promise.all([first, second, ended].map(readDelivery));
    expect([one?.targetId, three?.targetId]).toEqual(["ep_1", ""]);
    expect(two?.targetId).toMatch(/^own_[0-9a-f]{28}$/);
    const ids = (await readTargets()).map(({ id }) => id);
    expect(ids.toSorted(byText)).toEqual(["ep_1", two?.targetId]);
  });
});

describe("what is done at every look", () => {
  it("reads one entry a target to find those that are forgotten", async () => {
    await Promise.all(Array.from({ length: 60 }, (_, index) => addDelivery({ targetId: `ep_${index % 3}` })));
    await database.pool.query("ANALYZE TABLE deliveries");
    const [[plan]] = await database.pool.query<RowDataPacket[]>(
      "EXPLAIN FORMAT=TRADITIONAL SELECT target_id, MIN(next_attempt_at) FROM deliveries FORCE INDEX (deliveries_target_due) " +
        "GROUP BY target_id",
    );
    expect(plan?.["Extra"]).toBe("Using index for group-by");
  });
});

describe("an attempt", () => {
  const succeeded: DeliveryChange = { state: "succeeded", nextAttemptAt: null, endedAt: now };
  const failed: DeliveryChange = { state: "retrying", nextAttemptAt: at(15_000), endedAt: null };
  const exhausted: DeliveryChange = { state: "exhausted", nextAttemptAt: null, endedAt: now };

  /** Saves an attempt of somebody who took the delivery after `attemptsMade` attempts; whether it moved on. */
  async function save(id: string, attemptsMade: number, change: DeliveryChange): Promise<boolean> {
    const before = await readDelivery(id);
    const status = change.state === "succeeded" ? 200 : 500;
    const attempt = { deliveryId: id, number: attemptsMade + 1, trigger: "schedule", status } as const;
    const outcome = { error: null, address: null, responseStart: null, durationMs: 5, startedAt: now };
    const row = { id: newId("dat"), ...attempt, ...outcome };
    await inTransaction(database, (transaction) =>
      saveDeliveryAttempts(transaction, [
        { held: { id, attemptsMade, ladderFrom: 0, trigger: "schedule" }, attempt: row, change },
      ]),
    );
    return (await readDelivery(id))?.attemptsMade !== before?.attemptsMade;
  }

  it("moves its delivery on by one", async () => {
    const id = await addDelivery();
    expect(await save(id, 1, failed)).toBe(true);
    expect(await readDelivery(id)).toMatchObject({ ...failed, attemptsMade: 2, lastStatus: 500 });
    expect(await save(id, 2, exhausted)).toBe(true);
    expect(await readDelivery(id)).toMatchObject({ ...exhausted, attemptsMade: 3 });
  });

  it("that failed while its delivery was asked for again leaves it due, with a ladder from its beginning", async () => {
    const id = await addDelivery({ attemptsMade: 15, nextAttemptAt: at(60_000) });
    await inTransaction(database, (transaction) =>
      redeliverDeliveries(transaction, [id], { trigger: "manual", at: at(5), soonMs: 0 }),
    );
    expect(await save(id, 15, exhausted)).toBe(true);
    expect(await readDelivery(id)).toMatchObject({
      state: "retrying",
      trigger: "manual",
      nextAttemptAt: at(5),
      attemptsMade: 16,
      ladderFrom: 16,
      endedAt: null,
    });
  });

  it("that failed and comes late is logged and changes nothing", async () => {
    const id = await addDelivery();
    await save(id, 1, failed);
    expect(await save(id, 1, exhausted)).toBe(false);
    expect(await readDelivery(id)).toMatchObject({ ...failed, attemptsMade: 2 });
    await save(id, 2, succeeded);
    expect(await save(id, 3, failed)).toBe(false);
    expect(await readDelivery(id)).toMatchObject({ ...succeeded, lastStatus: 200 });
    expect(await database.connection.select().from(deliveryAttempts)).toHaveLength(4);
  });

  it("that succeeded counts, however late it comes", async () => {
    const id = await addDelivery();
    await save(id, 1, failed);
    await save(id, 2, exhausted);
    expect(await save(id, 1, succeeded)).toBe(true);
    expect(await readDelivery(id)).toMatchObject({ ...succeeded, lastStatus: 200 });
  });

  it("moves no other delivery", async () => {
    const id = await addDelivery();
    const bystander = await addDelivery();
    await save(id, 1, succeeded);
    expect(await readDelivery(bystander)).toMatchObject({ state: "retrying", attemptsMade: 1 });
  });
});

function byText(one: string, other: string): number {
  return one < other ? -1 : 1;
}
