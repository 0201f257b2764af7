import { attemptDelivery, fanOutEvent } from "@compose-pay/contracts";
import type { EventRow } from "@compose-pay/database";
import type { Messaging } from "@compose-pay/messaging";
import { startWebhookSink, waitFor, type WebhookSink } from "@compose-pay/test-support";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DeliveryStage, openDeliveryStage } from "../testing/delivery-stage.ts";
import { readDeliveries, readDelivery } from "../testing/logged-deliveries.ts";
import { openTestMessaging, type TestMessaging } from "../testing/test-messaging.ts";
import { consumeMessages } from "./consume-messages.ts";

const soon = { deadlineMs: 30_000 };
const prefetch = { EVENT_PREFETCH: 20, DELIVERY_PREFETCH: 20 };
let stage: DeliveryStage;
let sink: WebhookSink;
let test: TestMessaging;
let worker: Messaging;

beforeEach(async () => {
  stage = await openDeliveryStage();
  test = await openTestMessaging();
  sink = await startWebhookSink({ answer: () => ({ kind: "status", status: status() }) });
  status = () => 200;
  worker = await test.open();
  await consumeMessages(worker, stage.worker(), prefetch);
});

afterEach(async () => {
  await worker.close({ deadlineMs: 5_000 });
  await sink.close();
  await test.close();
  await stage.close();
});

let status: () => number;

function announce({ id, traceId }: EventRow): Promise<void> {
  const body = { event_id: id };
  return test.messaging.publish({ queue: "notify.events", contract: fanOutEvent, body, traceId });
}

function remind(deliveryId: string): Promise<void> {
  const body = { delivery_id: deliveryId };
  const traceId = "sweep";
  return test.messaging.publish({ queue: "notify.deliveries", contract: attemptDelivery, body, traceId });
}

const sentIds = () => sink.received.map(({ headers }) => headers["webhook-id"]);

describe("the notify worker", () => {
  it("delivers every event once, though each is announced twice", async () => {
    await stage.addEndpoint(`${sink.url}/`);
    const events = await Promise.all(Array.from({ length: 60 }, () => stage.addEvent()));
    await Promise.all([...events, ...events].map(announce));
    await waitFor(async () => (await test.messaging.queueDepths()).get("notify.events") === 0, soon);
    await worker.close({ deadlineMs: 10_000 });
    const logged = await readDeliveries(stage.database);
    expect(logged.map(({ delivery }) => delivery.state)).toEqual(Array<string>(60).fill("succeeded"));
    expect(sentIds()).toHaveLength(60);
    expect(new Set(sentIds())).toEqual(new Set(events.map(({ id }) => id)));
    expect((await test.messaging.queueDepths()).get("notify.events")).toBe(0);
  });

  it("sends the events of a payment in their order, whichever is announced first", async () => {
    await stage.addEndpoint(`${sink.url}/`);
    const first = await stage.addEvent();
    const second = await stage.addEvent({ paymentId: first.paymentId, sequence: 2 });
    await announce(second);
    await waitFor(async () => (await test.messaging.queueDepths()).get("wait.1000") === 1, soon);
    await announce(first);
    await waitFor(() => sink.received.length === 2, soon);
    expect(sentIds()).toEqual([first.id, second.id]);
  });

  it("tries again what a sweep offers, and lets stale messages go", async () => {
    status = () => 503;
    await stage.addEndpoint(`${sink.url}/`);
    await announce(await stage.addEvent());
    await waitFor(async () => (await readDelivery(stage.database)).delivery.attemptsMade === 1, soon);
    status = () => 200;
    stage.clock.advance(15_000);
    const [id = ""] = await stage.sweep();
    await Promise.all([remind(id), remind(id), remind("dlv_unknown")]);
    await waitFor(async () => (await readDelivery(stage.database)).delivery.state === "succeeded", soon);
    await worker.close({ deadlineMs: 10_000 });
    expect(sink.received).toHaveLength(2);
    expect((await test.messaging.queueDepths()).get("notify.deliveries")).toBe(0);
  });

  it("puts a message about an event that does not exist to the dead letters", async () => {
    await test.messaging.publish({
      queue: "notify.events",
      contract: fanOutEvent,
      body: { event_id: "evt_unknown" },
      traceId: "trace_1",
    });
    await waitFor(async () => (await test.messaging.queueDepths()).get("dead.notify-worker") === 1, soon);
  });
});
