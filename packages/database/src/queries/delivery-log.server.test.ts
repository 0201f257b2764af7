import { newId } from "@compose-pay/runtime";
import { freshDatabase } from "@compose-pay/test-support";
import type { RowDataPacket } from "mysql2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { deliveries, deliveryAttempts } from "../tables/index.ts";
import { type DeliveryRow, failingOf } from "./deliveries.ts";
import { findDeliveryViews, scanDeliveries } from "./delivery-log.ts";
import { insertEvent } from "./events.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: Database;
/** Newest first. */
let rows: readonly DeliveryRow[];

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  // One connection, so that its counters are those of the query.
  database = openDatabase({ url: fresh.url, poolSize: 1 });
  rows = Array.from({ length: 3_000 }, (_, index) => delivery("ep_busy", index));
  const others = Array.from({ length: 1_000 }, (_, index) => delivery("ep_other", index));
  await database.connection.insert(deliveries).values([...rows, ...others]);
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

/** Three of one instant each. */
function delivery(endpointId: string, age: number): DeliveryRow {
  const createdAt = new Date(Date.UTC(2026, 0, 31) - Math.floor(age / 3) * 1_000);
  return {
    id: `dlv_${String(9_999 - age)}`,
    eventId: newId("evt"),
    appId: "app_1",
    endpointId,
    targetId: endpointId,
    url: null,
    state: "succeeded",
    trigger: "schedule",
    attemptsMade: 1,
    ladderFrom: 0,
    nextAttemptAt: null,
    lastStatus: 204,
    traceId: "trace",
    createdAt,
    endedAt: createdAt,
    ...(endpointId === "ep_other" && { id: newId("dlv") }),
  };
}

/** Index entries that this session has read in their order. */
async function entriesRead(): Promise<number> {
  const [counters] = await database.pool.query<RowDataPacket[]>("SHOW SESSION STATUS LIKE 'Handler_read%'");
  const inOrder = counters.filter((row) => /(prev|next)$/.test(String(row["Variable_name"])));
  return inOrder
    .filter((row) => row["Variable_name"] !== "Handler_read_rnd_next")
    .reduce((sum, row) => sum + Number(row["Value"]), 0);
}

describe("scanDeliveries", () => {
  it.each([0, 1, 1_500, 2_990])("reads no more than its page, %i deliveries deep", async (depth) => {
    const after = depth === 0 ? undefined : rows[depth - 1];
    const before = await entriesRead();
    const page = await scanDeliveries(database.connection, "ep_busy", { after, limit: 21 });
    const read = (await entriesRead()) - before;
    expect(page.map(({ id }) => id)).toEqual(rows.slice(depth, depth + 21).map(({ id }) => id));
    // At least its own, or the counters are not those of the query.
    expect(read).toBeGreaterThanOrEqual(page.length - 1);
    expect(read).toBeLessThanOrEqual(page.length + 1);
  });
});

describe("findDeliveryViews", () => {
  it("reads the last attempts of each delivery and no more, also when their numbers repeat", async () => {
    const asked = await Promise.all([addAttempted(3), addAttempted(400), addAttempted(0)]);
    await addAttempted(50);
    const before = await entriesRead();
    const ids = asked.map(({ id }) => id);
    const views = await findDeliveryViews(database.connection, ids, { most: 5, responsesOf: "newest" });
    const read = (await entriesRead()) - before;
    expect(views.map((view) => view.delivery.id)).toEqual(ids);
    expect(views.map((view) => view.attempts.map(({ responseStart }) => responseStart))).toEqual([
      [null, null, "answer 2"],
      [null, null, null, null, "answer 399"],
      [],
    ]);
    expect(read).toBeLessThan(30);
    const all = await findDeliveryViews(database.connection, ids, { most: 2, responsesOf: "all" });
    expect(all.map((view) => view.attempts.map(({ responseStart }) => responseStart))).toEqual([
      ["answer 1", "answer 2"],
      ["answer 398", "answer 399"],
      [],
    ]);
  });
});

/** A delivery whose attempts all have one number. */
async function addAttempted(attempts: number): Promise<DeliveryRow> {
  const row = { ...delivery("ep_attempted", 0), id: newId("dlv") };
  const { eventId: id, appId, traceId, createdAt } = row;
  const nowhere = { endpointId: null, notifyUrl: null, refundNotifyUrl: null, dueAt: null };
  const said = { live: false, type: "payment.closed", sequence: 1, body: "{}", paymentId: newId("pay") };
  await insertEvent(database.connection, { id, appId, traceId, createdAt, ...nowhere, ...said });
  await database.connection.insert(deliveries).values({ ...row, failing: failingOf(row.state) });
  if (attempts === 0) return row;
  const made = Array.from({ length: attempts }, (_, index) => ({
    id: newId("dat"),
    deliveryId: row.id,
    number: 1,
    trigger: "manual" as const,
    address: null,
    status: 500,
    error: "status_500",
    responseStart: `answer ${index}`,
    durationMs: 1,
    startedAt: createdAt,
  }));
  await database.connection.insert(deliveryAttempts).values(made);
  return row;
}
