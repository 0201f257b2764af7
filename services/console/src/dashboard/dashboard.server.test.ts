import { circuitKey, type DashboardSnapshot, stuckKinds, writeCircuitState } from "@compose-pay/contracts";
import {
  addFigureHours,
  inTransaction,
  insertChannelAccount,
  insertCircuitOrder,
  insertJobRun,
  insertOutbox,
  insertDiscrepancy,
  type PaymentFigureRow,
  listStuckRows,
  listUnfinishedActs,
  replaceFigures,
  saveTargetHealth,
} from "@compose-pay/database";
import { createLogger, newId, openRedis, type RedisConnection } from "@compose-pay/runtime";
import { explainSelects, serverUrl, waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import {
  accountRow,
  before,
  circuitOrderRow,
  discrepancyRow,
  figureRow,
  hourMs,
  jobRunRow,
  now,
  outboxRow,
} from "../../testing/dashboard-rows.ts";
import { unfinishedSpan } from "../audit/unfinished-span.ts";
import { stuckLimits } from "../stuck/stuck-limits.ts";
import { readSeries } from "./read-figures.ts";
import { readSnapshots } from "./read-snapshots.ts";

const soon = { deadlineMs: 20_000 };
const accountId = newId("acc");

let stage: ConsoleStage;
let redis: RedisConnection;
let viewer: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage({ clock: { now: () => now } });
  redis = openRedis(serverUrl("REDIS_URL"), createLogger({ service: "test", level: "silent" }));
  viewer = await stage.signIn(["dashboard.read"]);
  await waitFor(() => redis.isReady(), soon);
  await insertChannelAccount(stage.database.connection, accountRow(accountId));
  await addFigures();
});
afterAll(async () => {
  await redis.client.del(circuitKey(accountId, "create"), circuitKey(accountId, "bill"));
  await redis.close();
  await stage.close();
});

async function addFigures(): Promise<void> {
  const rows = [
    figureRow("2026-03-01T15:00:00Z"),
    figureRow("2026-03-01T15:00:00Z", { method: "wechat_jsapi", amount: 9_007_199_254 }),
    figureRow("2026-03-01T15:00:00Z", { channel: "alipay", method: "alipay_qr", within100: 0, beyond: 9 }),
    figureRow("2026-03-01T15:00:00Z", { live: false, amount: 5 }),
    // The first and the last hour of days of China.
    figureRow("2026-02-28T16:00:00Z", { amount: 1 }),
    figureRow("2026-02-28T15:00:00Z", { amount: 1_000_000 }),
    figureRow("2026-01-30T16:00:00Z", { amount: 30 }),
    figureRow("2026-01-30T15:00:00Z", { amount: 31 }),
  ];
  for (const [, ofHour] of Map.groupBy(rows, (row) => row.hour.getTime())) await addHour(ofHour);
}

async function addHour(rows: readonly PaymentFigureRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  await addFigureHours(stage.database.connection, [first.hour]);
  await inTransaction(stage.database, (transaction) =>
    replaceFigures(transaction, { hour: first.hour, computedAt: before(20_000), tookMs: 3 }, rows),
  );
}

const show = async (live: "true" | "false" = "true"): Promise<DashboardSnapshot> =>
  (await viewer.call("dashboard.show", { live })).data();

describe("the figures", () => {
  it("are those of the present day of China, together and by channel", async () => {
    const { today, at } = await show();
    expect([at, today.day]).toEqual([now.toISOString(), "2026-03-01"]);
    expect(today).toMatchObject({
      created: 40,
      succeeded: 24,
      amount: 9_007_199_254 + 2 * 60_001 + 1,
      refunds: 4,
      amount_refunded: 400,
      success_rate: 0.75,
    });
    const [alipay, wechat] = today.channels;
    expect(alipay).toMatchObject({ channel: "alipay", created: 10, p95_ms: 10_000, p95_is_floor: true });
    expect(wechat).toMatchObject({ channel: "wechat", created: 30, p95_ms: 100, p95_is_floor: false });
    expect((await show("false")).today).toMatchObject({ amount: 5, created: 10 });
  });

  it("come by the hour over 24 hours, none left out, and the present one is the last", async () => {
    const series = (await viewer.call("dashboard.series", { range: "24h" })).data();
    expect(series.points).toHaveLength(24);
    expect(series.points[0]).toMatchObject({ at: "2026-02-28T16:00:00.000Z", amount: 1 });
    expect(series.points[1]).toMatchObject({
      at: "2026-02-28T17:00:00.000Z",
      created: 0,
      success_rate: null,
      p95_ms: null,
      channels: [],
    });
    expect(series.points.at(-1)).toMatchObject({ at: "2026-03-01T15:00:00.000Z", created: 30 });
    expect(series.figures_until).toBe(before(20_000).toISOString());
    expect((await show()).last_24_hours).toEqual(series);
  });

  it("come by the day of China over 30 days", async () => {
    const { points } = (await viewer.call("dashboard.series", { range: "30d" })).data();
    expect(points).toHaveLength(30);
    expect(points[0]).toMatchObject({ at: "2026-01-30T16:00:00.000Z", amount: 30 });
    expect(points.at(-2)).toMatchObject({ at: "2026-02-27T16:00:00.000Z", amount: 1_000_000 });
    expect(points.at(-1)).toMatchObject({ at: "2026-02-28T16:00:00.000Z", created: 40 });
    const ofTest = (await viewer.call("dashboard.series", { range: "30d", live: "false" })).data();
    expect(ofTest.points.reduce((sum, { amount }) => sum + amount, 0)).toBe(5);
  });

  it("are of real payments when nobody says whose, and of those of test keys where there are no others", async () => {
    expect((await viewer.call("dashboard.show", {})).data().live).toBe(true);
    const { database, messaging } = stage;
    const firstOf = async (iso: string) => {
      const clock = { now: () => new Date(iso) };
      const { first, live, test } = await readSnapshots({ database, messaging, redis, clock });
      expect([live, test]).toContain(first);
      return first.live;
    };
    // Nothing of the last 30 days is there then.
    expect(await firstOf("2026-06-01T15:30:00Z")).toBe(true);
    await addHour([figureRow("2026-06-01T08:00:00Z", { live: false })]);
    expect(await firstOf("2026-06-01T15:30:00Z")).toBe(false);
    await addHour([
      figureRow("2026-05-20T08:00:00Z"),
      figureRow("2026-05-20T08:00:00Z", { live: false, method: "wechat_jsapi" }),
    ]);
    expect(await firstOf("2026-06-01T15:30:00Z")).toBe(true);
  });

  it("are for who may see them", async () => {
    const other = await stage.signIn(["payments.read"]);
    for (const name of ["dashboard.show", "dashboard.live"] as const)
      expect((await other.call(name, {})).problem().code).toBe("not_permitted");
    const wrong = await viewer.call("dashboard.series", { range: "1y" as never });
    expect(wrong.problem().errors?.[0]?.path).toBe("range");
  });
});

describe("what waits", () => {
  it("is nothing where all is well", async () => {
    const snapshot = await show();
    expect(snapshot).toMatchObject({
      outbox: { count: 0, since: null },
      stuck: [],
      circuits: { rows: [], is_complete: true },
      failing_targets: { rows: [], count: 0 },
      unfinished_acts: { count: 0, since: null },
      failed_jobs: [],
    });
    expect(snapshot.queues?.map(({ queue, kind }) => `${kind} ${queue}`)).toContain("dead dead.outbox");
  });

  it("is all that a person has to look at", async () => {
    const { connection } = stage.database;
    await inTransaction(stage.database, (transaction) =>
      insertDiscrepancy(transaction, discrepancyRow(accountId)),
    );
    for (const outcome of ["failed", "lost", "succeeded"] as const)
      await insertJobRun(connection, jobRunRow({ outcome, startedAt: before(hourMs) }));
    await insertJobRun(connection, jobRunRow({ outcome: "failed", startedAt: before(25 * hourMs) }));
    const health = { failures: 3, failingSince: before(hourMs), openUntil: null, pacedUntil: null };
    await saveTargetHealth(connection, [{ id: "own_1", appId: "app_1", dueAt: before(30_000), ...health }]);
    const open = { state: "open", since: before(5_000), reason: "time-outs" } as const;
    await redis.client.set(circuitKey(accountId, "create"), writeCircuitState(open));
    await redis.client.set(circuitKey(accountId, "bill"), writeCircuitState(open));
    await insertCircuitOrder(connection, circuitOrderRow(accountId));
    await insertOutbox(connection, [outboxRow()]);

    const snapshot = await waitFor(async () => {
      const found = await show();
      return found.failed_jobs.length > 0 && found.outbox.count > 0 && found;
    }, soon);
    expect(snapshot.stuck).toEqual([
      { what: "discrepancies_open", count: 1, since: before(4 * 24 * hourMs).toISOString() },
    ]);
    expect(snapshot.failed_jobs).toEqual([
      { job: "statements", runs: 2, last_at: before(hourMs).toISOString() },
    ]);
    expect(snapshot.failing_targets).toEqual({
      count: 1,
      rows: [
        {
          id: "own_1",
          app_id: "app_1",
          endpoint_id: null,
          origin: null,
          failures: 3,
          failing_since: before(hourMs).toISOString(),
          is_circuit_open: false,
        },
      ],
    });
    expect(snapshot.circuits.rows).toMatchObject([
      { account: "<b>main</b>", operation_class: "create", state: "open", reason: "time-outs" },
      { operation_class: "bill", state: "forced_closed", reason: "tried by hand" },
    ]);
    expect(snapshot.outbox).toEqual({ count: 1, since: outboxRow().createdAt.toISOString() });
  });
});

describe("the statements", () => {
  it("go along an index, all of them, one connection at a time", async () => {
    const { database, messaging } = stage;
    for (let count = 0; count < 60; count += 1)
      await insertCircuitOrder(database.connection, circuitOrderRow(`acc_${count % 3}`));
    await database.pool.query("ANALYZE TABLE circuit_orders, payment_figures, figure_hours");
    const deps = { database, messaging, redis, clock: { now: () => now } };
    let most = 0;
    let taken = 0;
    database.pool.on("acquire", () => (most = Math.max(most, (taken += 1))));
    database.pool.on("release", () => (taken -= 1));
    const explained = await explainSelects(database.pool, async () => {
      await readSnapshots(deps);
      await readSeries(database.connection, "30d", { live: true, now });
      const after = { since: before(hourMs), id: "x" };
      for (const kind of stuckKinds)
        await listStuckRows(database.connection, kind, { limits: stuckLimits(now), after, limit: 21 });
      const page = { after: 9, limit: 21 };
      await listUnfinishedActs(database.connection, unfinishedSpan(now), page);
    });
    expect(most).toBe(1);
    expect(explained.length).toBeGreaterThan(25);
    for (const { sql, plan } of explained)
      for (const { table, type, extra } of plan) {
        // A subquery's own rows, and what the server knows without reading.
        if (table === null || table.startsWith("<")) continue;
        expect([type === "ALL", sql, extra]).toEqual([false, sql, extra]);
      }
  });
});
