import { fanOutEvent, fanOutEvents } from "@compose-pay/contracts";
import { openDatabase } from "@compose-pay/database";
import { startTcpProxy, startWebhookSink, waitFor, type WebhookSink } from "@compose-pay/test-support";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DeliveryStage, openDeliveryStage, type StageWorker } from "../testing/delivery-stage.ts";
import { readDeliveries } from "../testing/logged-deliveries.ts";
import { openTestMessaging, type TestMessaging } from "../testing/test-messaging.ts";
import { consumeEvents } from "./consume-events.ts";

const soon = { deadlineMs: 20_000 };
const queue = "notify.events";
let stage: DeliveryStage;
let sink: WebhookSink;
let test: TestMessaging;

beforeEach(async () => {
  stage = await openDeliveryStage({ startAt: new Date() });
  test = await openTestMessaging();
  sink = await startWebhookSink();
  await stage.addEndpoint(`${sink.url}/`);
});

afterEach(async () => {
  await test.close();
  await sink.close();
  await stage.close();
});

/** Takes messages from the queue with this worker; answers how to await the end of what it has begun. */
async function start(worker: StageWorker = stage.worker()): Promise<() => Promise<void>> {
  const messaging = await test.open();
  await consumeEvents(messaging, (eventId) => worker.begin(eventId), 4);
  return async () => {
    await messaging.close({ deadlineMs: 5_000 });
    await worker.idle();
  };
}

const addEvents = (count: number) => Promise.all(Array.from({ length: count }, () => stage.addEvent()));

const publish = (...eventIds: readonly string[]) =>
  test.messaging.publish({ queue, contract: fanOutEvents, body: { event_ids: eventIds }, traceId: "trace" });

const received = () => sink.received.map(({ headers }) => String(headers["webhook-id"])).toSorted();
const deadLetters = () => test.messaging.deadLetters.list("notify-worker", 10);
const waiting = async () => {
  const depths = await test.messaging.queueDepths();
  return (depths.get(queue) ?? 0) + (depths.get("wait.1000") ?? 0);
};

function idsOf(events: readonly { readonly id: string }[]): readonly string[] {
  return events.map(({ id }) => id).toSorted();
}

describe("a message of new events", () => {
  it("has the deliveries of each of them made, and of no other", async () => {
    const events = await addEvents(5);
    await stage.addEvent();
    const end = await start();
    await publish(...idsOf(events));
    await waitFor(() => sink.received.length === 5, soon);
    await end();
    expect(received()).toEqual(idsOf(events));
    expect(await readDeliveries(stage.database)).toHaveLength(5);
    expect([await waiting(), await deadLetters()]).toEqual([0, []]);
  });

  it("makes no second delivery when it comes again, or names an event twice", async () => {
    const [one, other] = idsOf(await addEvents(2));
    if (one === undefined || other === undefined) throw new Error("there are two");
    const last = await stage.addEvent();
    const end = await start();
    await Promise.all([publish(one, other), publish(one, other, one), publish(other)]);
    await waitFor(async () => sink.received.length === 2 && (await waiting()) === 0, soon);
    await publish(one, last.id);
    await waitFor(() => sink.received.length >= 3, soon);
    await end();
    expect(received()).toEqual([one, other, last.id].toSorted());
    expect(await readDeliveries(stage.database)).toHaveLength(3);
    expect(await deadLetters()).toEqual([]);
  });

  it("goes to the dead letters for those that there are not, and is carried out for the others", async () => {
    const events = await addEvents(2);
    const end = await start();
    await publish("evt_unknown_1", ...idsOf(events), "evt_unknown_2");
    await waitFor(async () => (await deadLetters()).length === 1, soon);
    await end();
    expect(received()).toEqual(idsOf(events));
    const [letter] = await deadLetters();
    expect(letter).toMatchObject({
      name: "event.created",
      reason: "there is no event evt_unknown_1, evt_unknown_2",
    });
  });

  it("that names a great many unknown ones finds room among the dead letters", async () => {
    const end = await start();
    await publish(...Array.from({ length: 128 }, (_, n) => `evt_00000000000000000000000${100 + n}`));
    await waitFor(async () => (await deadLetters()).length === 1, soon);
    await end();
    expect((await deadLetters())[0]?.reason).toMatch(/107 and 120 more$/);
  });

  it("is read as the version before wrote it", async () => {
    const event = await stage.addEvent();
    const end = await start();
    const old = { queue, contract: fanOutEvent, traceId: "trace" } as const;
    await test.messaging.publish({ ...old, body: { event_id: event.id } });
    await test.messaging.publish({ ...old, body: { event_id: "evt_unknown" } });
    await waitFor(async () => sink.received.length === 1 && (await deadLetters()).length === 1, soon);
    await end();
    expect(received()).toEqual([event.id]);
    expect((await deadLetters())[0]).toMatchObject({ version: 1, reason: "there is no event evt_unknown" });
  });

  it("comes again for one that cannot be fanned out, which keeps none of the others waiting", async () => {
    const events = await addEvents(3);
    const faulty = events[1]?.id ?? "";
    const { pool } = stage.database;
    await pool.query("ALTER TABLE deliveries ADD CONSTRAINT faulty CHECK (event_id <> ?)", [faulty]);
    const end = await start();
    await publish(...events.map(({ id }) => id));
    await waitFor(async () => sink.received.length === 2 && (await waiting()) === 1, soon);
    expect(received()).toEqual(idsOf(events.filter(({ id }) => id !== faulty)));
    await pool.query("ALTER TABLE deliveries DROP CONSTRAINT faulty");
    await waitFor(() => sink.received.length === 3, soon);
    await end();
    expect(received()).toEqual(idsOf(events));
    expect([await waiting(), await deadLetters()]).toEqual([0, []]);
  });

  it("waits while the database is away", async () => {
    const proxy = await startTcpProxy(stage.databaseUrl);
    const database = openDatabase({ url: proxy.url, poolSize: 4 });
    const events = await addEvents(3);
    const end = await start(stage.worker({ database }));
    await proxy.cut();
    await publish(...idsOf(events));
    await waitFor(async () => (await test.messaging.queueDepths()).get("wait.1000") === 1, soon);
    expect(await readDeliveries(stage.database)).toEqual([]);
    await proxy.restore();
    await waitFor(() => sink.received.length === 3, soon);
    await end();
    expect(received()).toEqual(idsOf(events));
    expect(await deadLetters()).toEqual([]);
    await database.close();
    await proxy.close();
  });
});
