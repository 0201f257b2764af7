import { insertOutbox, migrateDatabase, openDatabase, outbox as outboxTable } from "@compose-pay/database";
import type { Database, OutboxRow } from "@compose-pay/database";
import { createMetrics, newId } from "@compose-pay/runtime";
import { freshDatabase, startTcpProxy, waitFor } from "@compose-pay/test-support";
import type { FreshDatabase } from "@compose-pay/test-support";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { queue, recordMessages, soon } from "../testing/record-messages.ts";
import { quietLogger, testBroker } from "../testing/test-broker.ts";
import type { TestBroker } from "../testing/test-broker.ts";
import type { Messaging } from "./messaging.ts";
import { createOutbox } from "./outbox.ts";
import type { Outbox } from "./outbox.ts";
import { done } from "./verdict.ts";

let fresh: FreshDatabase;
let database: Database;
let broker: TestBroker;
let messaging: Messaging;
let outboxes: Outbox[];

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  database = openDatabase({ url: fresh.url, poolSize: 10 });
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

beforeEach(async () => {
  broker = testBroker();
  messaging = await broker.open();
  outboxes = [];
});

afterEach(async () => {
  await Promise.all(outboxes.map((outbox) => outbox.stop()));
  await database.pool.query("DELETE FROM outbox");
  await broker.close();
});

describe("dispatch", () => {
  it("sends committed rows with their reply path, and deletes them", async () => {
    const seen = await recordMessages(messaging, () => Promise.resolve(done));
    const rows = await store(50);
    openOutbox().dispatch(rows, { replyTo: "reply", correlationId: "pay_1" });
    await waitFor(async () => (await countRows()) === 0 && seen.length === 50, soon);
    expect(seen.map(({ context }) => context.messageId).toSorted()).toEqual(
      rows.map(({ id }) => id).toSorted(),
    );
    for (const { id, context } of seen) {
      expect(context).toMatchObject({ replyTo: "reply", correlationId: "pay_1", traceId: `trace of ${id}` });
    }
  });

  it("leaves rows where they are while the broker is away, and a relay sends them when it is back", async () => {
    const proxy = await startTcpProxy(broker.url);
    const far = await broker.open({ url: proxy.url });
    const seen = await recordMessages(messaging, () => Promise.resolve(done));
    const outbox = openOutbox(far);
    outbox.startRelay({ everyMs: 50, olderThanMs: 0 });
    await proxy.cut();
    await waitFor(() => !far.isReady().publishing, soon);
    outbox.dispatch(await store(5));
    expect(seen).toEqual([]);
    expect(await countRows()).toBe(5);
    await proxy.restore();
    await waitFor(() => seen.length === 5, soon);
    await waitFor(async () => (await countRows()) === 0, soon);
    await proxy.close();
  });

  it("has sent and deleted everything once it is stopped", async () => {
    const outbox = openOutbox();
    outbox.dispatch(await store(700));
    await outbox.stop();
    expect(await countRows()).toBe(0);
    expect((await messaging.queueDepths()).get(queue)).toBe(700);
  });
});

describe("the relay", () => {
  it("sends what was left behind, and leaves young rows to their own process", async () => {
    const seen = await recordMessages(messaging, () => Promise.resolve(done));
    await store(3, { createdAt: new Date(Date.now() - 60_000) });
    const [young] = await store(1);
    openOutbox().startRelay({ everyMs: 20, olderThanMs: 30_000 });
    await waitFor(() => seen.length === 3, soon);
    await waitFor(async () => (await countRows()) === 1, soon);
    expect(seen.map(({ context }) => context.messageId)).not.toContain(young?.id);
  });

  it("shares the work with other relays, and none is lost", async () => {
    const seen = await recordMessages(messaging, () => Promise.resolve(done));
    await store(400, { createdAt: new Date(Date.now() - 60_000) });
    for (let relays = 0; relays < 4; relays += 1) openOutbox().startRelay({ everyMs: 20, limit: 30 });
    await waitFor(async () => (await countRows()) === 0, soon);
    await waitFor(() => new Set(seen.map(({ context }) => context.messageId)).size === 400, soon);
  });

  it("puts a row of an unknown queue to the dead letters, and the others of its batch on their way", async () => {
    const seen = await recordMessages(messaging, () => Promise.resolve(done));
    const createdAt = new Date(Date.now() - 60_000);
    const [poison] = await store(1, { createdAt, queue: "nobody" });
    await store(2, { createdAt });
    openOutbox().startRelay({ everyMs: 20, limit: 10 });
    await waitFor(async () => (await countRows()) === 0 && seen.length === 2, soon);
    const letters = await messaging.deadLetters.list("outbox", 10);
    expect(letters).toMatchObject([
      { id: poison?.id, queue: "nobody", reason: "no such queue on the broker", traceId: poison?.traceId },
    ]);
  });

  it("sends a row again whose deletion was lost, under the same id", async () => {
    const seen = await recordMessages(messaging, () => Promise.resolve(done));
    const rows = await store(1, { createdAt: new Date(Date.now() - 60_000) });
    const outbox = openOutbox();
    outbox.dispatch(rows);
    await waitFor(() => seen.length === 1, soon);
    await waitFor(async () => (await countRows()) === 0, soon);
    await insertOutbox(database.connection, rows);
    outbox.startRelay({ everyMs: 20 });
    await waitFor(() => seen.length === 2, soon);
    expect(new Set(seen.map(({ context }) => context.messageId)).size).toBe(1);
  });
});

function openOutbox(through = messaging): Outbox {
  const outbox = createOutbox({
    database,
    messaging: through,
    logger: quietLogger(),
    metrics: createMetrics("test"),
  });
  outboxes.push(outbox);
  return outbox;
}

async function store(count: number, fields: Partial<OutboxRow> = {}): Promise<readonly OutboxRow[]> {
  const rows = Array.from({ length: count }, (_, n) => ({
    id: newId("msg"),
    queue,
    name: "channel.create",
    version: 1,
    body: { attempt_id: `att_${n}` },
    traceId: `trace of att_${n}`,
    createdAt: new Date(),
    ...fields,
  }));
  await insertOutbox(database.connection, rows);
  return rows;
}

async function countRows(): Promise<number> {
  return database.connection.$count(outboxTable);
}
