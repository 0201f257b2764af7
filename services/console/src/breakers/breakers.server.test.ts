import { watchCircuitOrders } from "@compose-pay/application";
import { circuitKey, writeCircuitState } from "@compose-pay/contracts";
import { insertChannelAccount } from "@compose-pay/database";
import { createLogger, newId, openRedis, type RedisConnection, systemClock } from "@compose-pay/runtime";
import { serverUrl, waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

const logger = createLogger({ service: "test", level: "silent" });
const soon = { deadlineMs: 10_000 };
let stage: ConsoleStage;
let caller: SignedIn;
let redis: RedisConnection;

beforeAll(async () => {
  stage = await openConsoleStage();
  caller = await stage.signIn(["breakers.read", "breakers.act"]);
  redis = openRedis(serverUrl("REDIS_URL"), logger);
  await waitFor(() => redis.isReady(), soon);
});
afterAll(async () => {
  await redis.close();
  await stage.close();
});

async function addAccount(name: string): Promise<string> {
  const id = newId("acc");
  const at = new Date();
  await insertChannelAccount(stage.database.connection, {
    id,
    channel: "mock",
    name,
    live: false,
    enabled: true,
    baseUrl: "",
    credentials: "sealed",
    createdAt: at,
    certificatesDueAt: null,
    certificatesAskedAt: null,
    updatedAt: at,
  });
  return id;
}

async function circuitsOf(accountId: string) {
  const { rows } = (await caller.call("breakers.list", { limit: "100" })).data();
  return rows.find((row) => row.account_id === accountId)?.circuits ?? [];
}

describe("breakers.list", () => {
  it("shows every account page by page with a circuit for each class, as workers show it", async () => {
    const [one, two] = [await addAccount("one"), await addAccount("two")];
    const first = (await caller.call("breakers.list", { limit: "1" })).data();
    expect(first.rows.map((row) => row.account_id)).toEqual([two]);
    const second = (await caller.call("breakers.list", { limit: "1", after: first.next ?? "" })).data();
    expect(second).toMatchObject({ rows: [{ account_id: one, name: "one", channel: "mock" }], next: null });
    expect(JSON.stringify(second)).not.toContain("sealed");
    const since = new Date("2026-03-01T08:00:00Z");
    const key = circuitKey(one, "query");
    const text = writeCircuitState({ state: "half_open", since, reason: "<b>timeout</b>" });
    await redis.client.set(key, text, "PX", 60_000);
    const shown = await waitFor(async () => {
      const circuits = await circuitsOf(one);
      return circuits.some(({ state }) => state === "half_open") && circuits;
    }, soon);
    expect(shown.map((circuit) => `${circuit.class} ${circuit.state}`)).toEqual([
      "create closed",
      "query half_open",
      "refund closed",
      "bill closed",
    ]);
    expect(shown[1]).toMatchObject({ since: since.toISOString(), reason: "<b>timeout</b>" });
    await redis.client.del(key);
  });
});

describe("breakers.order", () => {
  it("is obeyed by who watches, shown with its end, in the audit, and taken back", async () => {
    const id = await addAccount("watched");
    const orders = await watchCircuitOrders({ database: stage.database, clock: systemClock, logger });
    try {
      const wish = { account_id: id, class: "create", reason: "the channel is down" } as const;
      const given = await caller.call("breakers.order", { ...wish, mode: "open", for_minutes: 15 });
      const [order] = given.data().orders;
      const endsIn = Date.parse(order?.until ?? "") - Date.parse(order?.ordered_at ?? "");
      expect(endsIn).toBe(15 * 60_000);
      await waitFor(() => orders.modeOf(id, "create") === "open", soon);
      expect(orders.modeOf(id, "refund")).toBe("auto");
      expect((await circuitsOf(id))[0]).toMatchObject({
        state: "forced_open",
        reason: "the channel is down",
        ordered_by: caller.operator.email,
        until: order?.until,
      });
      await caller.call("breakers.order", { ...wish, mode: "auto", reason: "it is back" });
      await waitFor(() => orders.modeOf(id, "create") === "auto", soon);
      expect((await circuitsOf(id))[0]).toMatchObject({ state: "closed", ordered_by: null, until: null });
    } finally {
      orders.stop();
    }
    const written = await auditOf(stage, { action: "breakers.order", subject: id });
    expect(written.map(({ phase }) => phase)).toEqual(["asked", "done", "asked", "done"]);
    expect(written[1]?.details).toMatchObject({
      before: { orders: [] },
      after: { orders: [{ mode: "open" }] },
    });
    expect(written[3]?.details).toMatchObject({
      before: { orders: [{ mode: "open" }] },
      after: { orders: [{ mode: "auto", reason: "it is back" }] },
    });
  });

  it("holds for all classes where that is said, and all orders stay readable", async () => {
    const id = await addAccount("all of it");
    const wish = {
      account_id: id,
      class: "all",
      mode: "closed",
      reason: "must go on",
      for_minutes: 5,
    } as const;
    expect((await caller.call("breakers.order", wish)).data().orders).toHaveLength(4);
    expect((await circuitsOf(id)).map(({ state }) => state)).toEqual(Array(4).fill("forced_closed"));
    const first = (await caller.call("breakers.orders", { limit: "3" })).data();
    const second = (await caller.call("breakers.orders", { limit: "1", after: first.next ?? "" })).data();
    const shown = [...first.rows, ...second.rows].map((order) => [order.account_id, order.mode]);
    expect(shown).toEqual([1, 2, 3, 4].map(() => [id, "closed"]));
  });

  it.each([
    [{ mode: "open" }, "for_minutes"],
    [{ mode: "open", for_minutes: 1_441 }, "for_minutes"],
    [{ mode: "closed", for_minutes: 0 }, "for_minutes"],
    [{ mode: "auto", for_minutes: 5 }, "for_minutes"],
    [{ mode: "ajar", for_minutes: 5 }, "mode"],
    [{ mode: "auto", reason: "" }, "reason"],
    [{ mode: "auto", class: "creates" }, "class"],
  ])("is not given as %j", async (wrong, path) => {
    const input = { account_id: "acc_1", class: "create", reason: "x", ...wrong };
    // because the input is wrong on purpose
    const answer = await caller.call("breakers.order", input as never);
    expect(answer.problem().errors).toMatchObject([{ path }]);
  });

  it("is refused for an account that there is not, and to those who may only look", async () => {
    const wish = { account_id: "acc_none", class: "create", mode: "auto", reason: "x" } as const;
    expect((await caller.call("breakers.order", wish)).problem().code).toBe("not_found");
    const looker = await stage.signIn(["breakers.read"]);
    expect((await looker.call("breakers.order", wish)).problem().code).toBe("not_permitted");
  });
});

describe("without Redis", () => {
  it("orders are known, and of the rest it is said that nobody knows", async () => {
    const alone = await openConsoleStage({ changes: { REDIS_URL: "redis://127.0.0.1:1" } });
    try {
      const at = new Date();
      const [id, orderer] = [newId("acc"), await alone.signIn(["breakers.read", "breakers.act"])];
      await insertChannelAccount(alone.database.connection, {
        id,
        channel: "mock",
        name: "alone",
        live: false,
        enabled: true,
        baseUrl: "",
        credentials: "sealed",
        createdAt: at,
        certificatesDueAt: null,
        certificatesAskedAt: null,
        updatedAt: at,
      });
      const wish = { account_id: id, class: "refund", mode: "open", reason: "x", for_minutes: 5 } as const;
      expect((await orderer.call("breakers.order", wish)).status).toBe(200);
      const { rows } = (await orderer.call("breakers.list", {})).data();
      expect(rows[0]?.circuits.map(({ state }) => state)).toEqual([
        "unknown",
        "unknown",
        "forced_open",
        "unknown",
      ]);
    } finally {
      await alone.close();
    }
  });
});
