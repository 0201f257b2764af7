import { newId } from "@compose-pay/runtime";
import { type FreshDatabase, freshDatabase } from "@compose-pay/test-support";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { deliveries, deliveryAttempts, events } from "../tables/index.ts";
import { inTransaction } from "../transaction.ts";
import { claimDueDeliveries, type DeliveryRow, insertDeliveries, takeDelivery } from "./deliveries.ts";
import { type DeliveryChange, saveDeliveryAttempts } from "./delivery-attempts.ts";
import { insertEvent } from "./events.ts";

const now = new Date("2026-11-22T12:00:00.125Z");
const leaseMs = 30_000;
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
  for (const table of [deliveries, deliveryAttempts, events]) await database.connection.delete(table);
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
    targetId: "",
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
  return rows.find((row) => row.id === id);
}

async function claim(claimAt = now, limit = 100): Promise<string[]> {
  const due = await inTransaction(database, (transaction) =>
    claimDueDeliveries(transaction, { now: claimAt, limit, leaseMs }),
  );
  return due.map(({ id }) => id);
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

describe("a sweep of due deliveries", () => {
  it("takes what is due, oldest first, and nothing else", async () => {
    const late = await addDelivery({ nextAttemptAt: at(-1) });
    const later = await addDelivery({ nextAttemptAt: at(-2), state: "pending" });
    const future = await addDelivery({ nextAttemptAt: at(1) });
    const ended = await addDelivery({ nextAttemptAt: null, state: "succeeded" });
    expect(await claim(now, 1)).toEqual([later]);
    expect(await claim()).toEqual([late]);
    expect(await claim()).toEqual([]);
    expect(await readDelivery(late)).toMatchObject({ state: "pending", nextAttemptAt: at(leaseMs) });
    expect(await readDelivery(future)).toMatchObject({ state: "retrying", nextAttemptAt: at(1) });
    expect(await readDelivery(ended)).toMatchObject({ state: "succeeded", nextAttemptAt: null });
  });

  it("passes over what another sweep holds", async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => addDelivery()));
    const [one, other] = await inTransaction(database, async (transaction) => {
      const first = await claimDueDeliveries(transaction, { now, limit: 4, leaseMs });
      return [first.map(({ id }) => id), await claim()];
    });
    expect(one).toHaveLength(4);
    expect([...(one ?? []), ...(other ?? [])].toSorted(byText)).toEqual(ids.toSorted(byText));
  });

  it("offers again what nobody took within the lease", async () => {
    const id = await addDelivery();
    await claim();
    expect(await claim(at(leaseMs - 1))).toEqual([]);
    expect(await claim(at(leaseMs))).toEqual([id]);
  });
});

describe("an offered delivery", () => {
  it("goes to one of those who take it, with the bytes to send", async () => {
    const id = await addDelivery();
    expect(await takeDelivery(database.connection, { id, heldUntil: at(60_000) })).toBeNull();
    await claim();
    const takes = Array.from({ length: 6 }, () =>
      takeDelivery(database.connection, { id, heldUntil: at(60_000) }),
    );
    const taken = (await Promise.all(takes)).filter((held) => held !== null);
    expect(taken).toHaveLength(1);
    expect(taken[0]).toMatchObject({ id, attemptsMade: 1, heldUntil: at(60_000) });
    expect(taken[0]?.body).toBe(`{"id":"${taken[0]?.eventId}"}`);
    expect(await readDelivery(id)).toMatchObject({ state: "retrying", nextAttemptAt: at(60_000) });
  });
});

describe("an attempt", () => {
  const succeeded: DeliveryChange = { state: "succeeded", nextAttemptAt: null, endedAt: now };
  const failed: DeliveryChange = { state: "retrying", nextAttemptAt: at(15_000), endedAt: null };
  const exhausted: DeliveryChange = { state: "exhausted", nextAttemptAt: null, endedAt: now };

  /** Saves an attempt of somebody who took the delivery after `attemptsMade` attempts. */
  async function save(
    id: string,
    attemptsMade: number,
    change: DeliveryChange,
  ): Promise<boolean | undefined> {
    const status = change.state === "succeeded" ? 200 : 500;
    const attempt = { deliveryId: id, number: attemptsMade + 1, trigger: "schedule", status } as const;
    const outcome = { error: null, address: null, responseStart: null, durationMs: 5, startedAt: now };
    const row = { id: newId("dat"), ...attempt, ...outcome };
    const [moved] = await inTransaction(database, (transaction) =>
      saveDeliveryAttempts(transaction, [{ held: { id, attemptsMade }, attempt: row, change }]),
    );
    return moved;
  }

  it("moves its delivery on by one", async () => {
    const id = await addDelivery();
    expect(await save(id, 1, failed)).toBe(true);
    expect(await readDelivery(id)).toMatchObject({ ...failed, attemptsMade: 2, lastStatus: 500 });
    expect(await save(id, 2, exhausted)).toBe(true);
    expect(await readDelivery(id)).toMatchObject({ ...exhausted, attemptsMade: 3 });
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
