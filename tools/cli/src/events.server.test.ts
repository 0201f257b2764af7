import {
  deliveryTargetId,
  deliveryTargets,
  insertDeliveries,
  insertEvents,
  openDatabase,
} from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, errorOf } from "../testing/cli-run.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { openInstallation, type TestInstallation } from "../testing/test-installation.ts";

let installation: TestInstallation;
let env: Readonly<Record<string, string>>;
let appId: string;
let endpointId: string;

const at = new Date("2026-03-01T08:00:00.000Z");
const own = "https://shop.example/hooks?token=of-the-shop";

beforeAll(async () => {
  installation = await openInstallation();
  env = { ...installation.env, WEBHOOK_ALLOWED_CIDRS: "192.0.2.0/24" };
  await json("migrate");
  const merchant = await json("merchant create --name x");
  appId = (await json(`app create --merchant ${merchant.id} --name x`)).id;
  endpointId = (await json(`endpoint create --app ${appId} --url https://192.0.2.1/hooks`)).id;
  await insert();
});

afterAll(() => installation.close());

describe("npm run cli -- event", () => {
  it("lists an app's events as they were sent, newest first and page by page", async () => {
    const first = await json(`event list --app ${appId} --limit 1`);
    expect(first).toMatchObject({ data: [{ id: "evt_2", type: "payment.succeeded" }], next_cursor: "evt_2" });
    const second = await json(`event list --app ${appId} --limit 1 --starting-after evt_2`);
    expect(second).toMatchObject({ data: [{ id: "evt_1", sequence: 1 }], has_more: false });
    expect(await json(`event list --app ${appId} --live`)).toMatchObject({ data: [{ id: "evt_3" }] });
    const { stdout } = await runInMemory(["event", "list", "--app", appId], env);
    expect(stdout).toMatch(/evt_2 .*payment\.succeeded +1 +pay_2/);
    expect(await fail(`event list --app ${appId} --starting-after evt_none`)).toMatchObject({ exitCode: 2 });
  });

  it("shows one with its text and where it went", async () => {
    const shown = await json("event show evt_1");
    expect(shown).toMatchObject({
      app_id: appId,
      body: bodyOf("evt_1", "pay_1"),
      deliveries: [
        { id: "dlv_1", endpoint_id: endpointId, status: "exhausted", attempts: [{ error: "status_500" }] },
        { id: "dlv_2", endpoint_id: "notify_url", status: "retrying" },
      ],
    });
    expect(await fail("event show evt_none")).toMatchObject({ code: "event_unknown" });
  });

  it("shows a delivery with the answer that the merchant gave", async () => {
    const { stdout } = await runInMemory(["delivery", "show", "dlv_1"], env);
    expect(stdout).toMatch(/^url +https:\/\/192\.0\.2\.1\/hooks$/m);
    expect(stdout).toMatch(/^1 .* 500 +38 +192\.0\.2\.1 +status_500 +database is away$/m);
    expect(await fail("delivery show dlv_none")).toMatchObject({ code: "delivery_unknown" });
  });

  it("lists what went to an endpoint, by its status", async () => {
    const all = await json(`endpoint deliveries ${endpointId}`);
    expect(all["data"]).toMatchObject([{ id: "dlv_3" }, { id: "dlv_1", attempts: [{ status: 500 }] }]);
    const exhausted = await json(`endpoint deliveries ${endpointId} --status exhausted`);
    expect(exhausted).toMatchObject({ data: [{ id: "dlv_1" }], has_more: false });
    expect(exhausted["data"]).toHaveLength(1);
  });

  it("shows what waits for a disabled endpoint as paused", async () => {
    await json(`endpoint disable ${endpointId}`);
    expect(await json("delivery show dlv_3")).toMatchObject({ status: "paused", next_attempt_at: null });
    expect(await fail(`event redeliver evt_2 --endpoint ${endpointId}`)).toMatchObject({
      exitCode: 1,
      code: "endpoint_disabled",
    });
    await json(`endpoint enable ${endpointId}`);
    expect(await json("delivery show dlv_3")).toMatchObject({ status: "pending" });
  });

  it("lists where deliveries fail or wait and why, and of an own address the origin only", async () => {
    const { data } = await json("target list");
    const failing = { endpoint_id: null, url: "https://shop.example", failures: 12, waiting: 1 };
    expect(data).toMatchObject([
      { id: "ep_paced", why: "rate" },
      { ...failing, why: "circuit_open", circuit: "open" },
    ]);
    expect(data).toHaveLength(2);
    expect(JSON.stringify(data)).not.toContain("token");
    expect(await json("target list --app app_other")).toMatchObject({ data: [] });
  });

  it("lists what no worker has looked at for a minute", async () => {
    const in59s = documentOf(await listTargets(["--json"], 59_999))["data"];
    expect(in59s).toMatchObject([{ why: "circuit_open" }]);
    expect(in59s).toHaveLength(1);
    const inAMinute = documentOf(await listTargets(["--json"], 60_000))["data"];
    expect(inAMinute).toMatchObject([
      { endpoint_id: endpointId, why: "late", due_at: at.toISOString(), waiting: 1 },
      { why: "circuit_probe" },
    ]);
    const { stdout } = await listTargets([], 60_000);
    expect(stdout).toMatch(new RegExp(`^${endpointId} .*https://192\\.0\\.2\\.1/hooks +late `, "m"));
  });

  it("sends an event again, to one endpoint or wherever it goes", async () => {
    const one = await json(`event redeliver evt_1 --endpoint ${endpointId}`);
    expect(one["data"]).toMatchObject([
      { id: "dlv_1", status: "retrying", attempts_made: 1, ended_at: null },
    ]);
    const all = await json("event redeliver evt_1");
    expect(all["data"]).toMatchObject([{ id: "dlv_1" }, { id: "dlv_2" }]);
    expect(await fail("event redeliver evt_1 --endpoint ep_none")).toMatchObject({
      code: "endpoint_unknown",
    });
    expect(await fail("event redeliver evt_none")).toMatchObject({ code: "event_unknown" });
  });
});

/** @param line words with one blank between them */
async function json(line: string) {
  return documentOf(await runInMemory([...line.split(" "), "--json"], env, { now: () => at }));
}

function listTargets(more: readonly string[], ms: number) {
  return runInMemory(["target", "list", ...more], env, { now: () => new Date(at.getTime() + ms) });
}

async function fail(line: string) {
  return errorOf(await runInMemory([...line.split(" "), "--json"], env, { now: () => at }));
}

function bodyOf(id: string, about: string): string {
  const frame = { id, type: "payment.succeeded", timestamp: at.toISOString(), sequence: 1 };
  return JSON.stringify({ ...frame, data: { object: "payment", id: about } });
}

/** evt_1 failed at the endpoint and goes on at its own address, evt_2 waits, evt_3 is of a live payment. */
async function insert(): Promise<void> {
  const database = openDatabase({ url: installation.env.DATABASE_URL, poolSize: 1 });
  const { connection } = database;
  await insertEvents(
    connection,
    ["evt_1", "evt_2", "evt_3"].map((id, index) => ({
      id,
      appId,
      paymentId: `pay_${index + 1}`,
      endpointId: null,
      live: index === 2,
      type: "payment.succeeded",
      sequence: 1,
      body: bodyOf(id, `pay_${index + 1}`),
      notifyUrl: index === 0 ? own : null,
      refundNotifyUrl: null,
      traceId: "trace_1",
      dueAt: null,
      createdAt: new Date(at.getTime() + index),
    })),
  );
  const toEndpoint = { appId, endpointId, url: null };
  const toOwn = { appId, endpointId: "notify_url", url: own };
  const waits = { attemptsMade: 0, ladderFrom: 0, nextAttemptAt: at, lastStatus: null, endedAt: null };
  const common = { appId, trigger: "schedule" as const, traceId: "trace_1", createdAt: at, ...waits };
  const ended = { attemptsMade: 1, lastStatus: 500, nextAttemptAt: null, endedAt: at };
  await insertDeliveries(connection, [
    {
      ...common,
      ...toEndpoint,
      id: "dlv_1",
      eventId: "evt_1",
      targetId: endpointId,
      state: "exhausted",
      ...ended,
    },
    {
      ...common,
      ...toOwn,
      id: "dlv_2",
      eventId: "evt_1",
      targetId: deliveryTargetId(toOwn),
      state: "retrying",
      attemptsMade: 1,
    },
    { ...common, ...toEndpoint, id: "dlv_3", eventId: "evt_2", targetId: endpointId, state: "pending" },
  ]);
  await database.pool.query(
    "INSERT INTO delivery_attempts (id, delivery_id, number, `trigger`, address, status, error, response_start, " +
      "duration_ms, started_at) VALUES ('dat_1', 'dlv_1', 1, 'schedule', '192.0.2.1', 500, 'status_500', " +
      "'database is away', 38, ?)",
    [at],
  );
  const after = (ms: number) => new Date(at.getTime() + ms);
  const target = { appId, failures: 0 };
  await connection.insert(deliveryTargets).values([
    {
      ...target,
      id: deliveryTargetId(toOwn),
      dueAt: after(60_000),
      failures: 12,
      failingSince: at,
      openUntil: after(60_000),
    },
    { ...target, id: endpointId, dueAt: at },
    { ...target, id: "ep_paced", dueAt: after(900), pacedUntil: after(-50) },
    { ...target, id: "ep_well", dueAt: after(3_600_000), pacedUntil: after(-50) },
    { ...target, id: "ep_idle", dueAt: null, failures: 3, failingSince: at },
  ]);
  await database.close();
}
