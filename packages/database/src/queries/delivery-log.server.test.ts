import { newId } from "@compose-pay/runtime";
import { freshDatabase } from "@compose-pay/test-support";
import type { RowDataPacket } from "mysql2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { deliveries } from "../tables/index.ts";
import type { DeliveryRow } from "./deliveries.ts";
import { scanDeliveries } from "./delivery-log.ts";

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
