import { fanOutEvents } from "@compose-pay/contracts";
import { type SinkAnswer, startWebhookSink, waitFor, type WebhookSink } from "@compose-pay/test-support";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DeliveryStage, openDeliveryStage } from "../testing/delivery-stage.ts";
import { readDeliveries, readDelivery } from "../testing/logged-deliveries.ts";
import { openTestMessaging, type TestMessaging } from "../testing/test-messaging.ts";
import { startWorkerProcess, type WorkerProcess } from "../testing/worker-process.ts";

const soon = { deadlineMs: 30_000 };
let stage: DeliveryStage;
let sink: WebhookSink;
let test: TestMessaging;
let answer: SinkAnswer;
const processes: WorkerProcess[] = [];

beforeEach(async () => {
  stage = await openDeliveryStage({ startAt: new Date() });
  test = await openTestMessaging();
  sink = await startWebhookSink({ answer: () => answer });
  await stage.addEndpoint(`${sink.url}/`);
});

afterEach(async () => {
  await Promise.all(processes.splice(0).map((one) => one.end("SIGKILL")));
  await sink.close();
  await test.close();
  await stage.close();
});

async function start(): Promise<WorkerProcess> {
  const worker = await startWorkerProcess(stage, test);
  processes.push(worker);
  return worker;
}

async function announceEvent(): Promise<string> {
  const { id, traceId } = await stage.addEvent();
  const body = { event_ids: [id] };
  await test.messaging.publish({ queue: "notify.events", contract: fanOutEvents, body, traceId });
  return id;
}

describe("a notify-worker process", () => {
  it("finishes and logs the POST that is under way when it is told to stop", async () => {
    answer = { kind: "status", status: 200, delayMs: 700 };
    const worker = await start();
    await announceEvent();
    await waitFor(() => sink.received.length === 1, soon);
    expect(await worker.end("SIGTERM")).toBe(0);
    const { delivery, attempts } = await readDelivery(stage.database);
    expect([delivery.state, attempts.length]).toEqual(["succeeded", 1]);
  });

  it("stops in the middle of traffic: what was posted is logged, and the rest is left to others", async () => {
    answer = { kind: "status", status: 200, delayMs: 300 };
    const worker = await start();
    const stopping = new AbortController();
    const announcing = (async () => {
      while (!stopping.signal.aborted) await announceEvent();
    })();
    await waitFor(() => sink.received.length >= 20, soon);
    const startedMs = performance.now();
    expect(await worker.end("SIGTERM")).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    stopping.abort();
    await announcing;
    const logged = (await readDeliveries(stage.database)).filter(({ attempts }) => attempts.length > 0);
    expect(logged).toHaveLength(sink.received.length);
    expect(logged.every(({ delivery }) => delivery.state === "succeeded")).toBe(true);
  });

  it("that is killed between a POST and its log costs one more POST, and leaves nothing stuck", async () => {
    answer = { kind: "status", status: 200, delayMs: 60_000 };
    const killed = await start();
    const eventId = await announceEvent();
    await waitFor(() => sink.received.length === 1, soon);
    await killed.end("SIGKILL");
    answer = { kind: "status", status: 200 };
    await start();
    await stage.endHolds();
    await waitFor(async () => (await readDelivery(stage.database)).delivery.state === "succeeded", soon);
    expect(sink.received.map(({ headers }) => headers["webhook-id"])).toEqual([eventId, eventId]);
    const [first, second] = sink.received;
    expect(second?.body).toEqual(first?.body);
  });
});
