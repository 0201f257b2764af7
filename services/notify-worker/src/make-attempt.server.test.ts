import { events, openDatabase, webhookEndpoints } from "@compose-pay/database";
import { deliveryLadder } from "@compose-pay/domain";
import {
  type ReceivedWebhook,
  type SinkAnswer,
  startTcpProxy,
  startWebhookSink,
  type WebhookSink,
} from "@compose-pay/test-support";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type DeliveryStage, holdMs, openDeliveryStage } from "../testing/delivery-stage.ts";
import { readDelivery } from "../testing/logged-deliveries.ts";
import { openWebhookClient } from "@compose-pay/webhooks";

let stage: DeliveryStage;
let sink: WebhookSink;
let answer: (index: number) => SinkAnswer;

beforeEach(async () => {
  stage = await openDeliveryStage();
  answer = () => ({ kind: "status", status: 500, body: "try later" });
  sink = await startWebhookSink({ answer: (_, index) => answer(index) });
});

afterEach(async () => {
  await sink.close();
  await stage.close();
});

/** Delivers an event for the first time, which the sink refuses unless told otherwise. */
async function firstAttempt() {
  const endpoint = await stage.addEndpoint(`${sink.url}/`);
  const event = await stage.addEvent();
  await stage.worker().fanOut(event.id);
  const { delivery } = await readDelivery(stage.database);
  return { endpoint, event, id: delivery.id };
}

/** Lets a wait pass; then a worker attempts what is due. */
async function pass(ms: number): Promise<readonly string[]> {
  stage.clock.advance(ms);
  return stage.worker().deliverDue();
}

describe("a delivery that fails", () => {
  it("keeps the ladder with the same id and bytes on every attempt, and is exhausted in the end", async () => {
    const { id, event, endpoint } = await firstAttempt();
    for (const waitMs of deliveryLadder) {
      expect(await pass(waitMs - 1)).toEqual([]);
      expect(await pass(1)).toEqual([id]);
    }
    const { delivery, attempts } = await readDelivery(stage.database);
    const count = deliveryLadder.length + 1;
    expect(delivery).toMatchObject({
      state: "exhausted",
      nextAttemptAt: null,
      attemptsMade: count,
      lastStatus: 500,
    });
    expect(attempts.map(({ number }) => number)).toEqual(
      Array.from({ length: count }, (_, index) => index + 1),
    );
    expect(attempts.at(-1)).toMatchObject({ status: 500, error: "status_500", responseStart: "try later" });
    expect(await pass(86_400_000)).toEqual([]);

    expect(sink.received).toHaveLength(count);
    for (const [index, { headers, body }] of sink.received.entries()) {
      expect(headers["webhook-id"]).toBe(event.id);
      expect(body.equals(Buffer.from(event.body, "utf8"))).toBe(true);
      const sentAt = attempts[index]?.startedAt ?? new Date(0);
      expect(headers["webhook-timestamp"]).toBe(String(Math.floor(sentAt.getTime() / 1_000)));
      expect(verifiesAt(sentAt, endpoint.secret, { headers, body })).toBe(true);
    }
  });

  it("succeeds when the merchant is back, and is then left alone", async () => {
    const { id } = await firstAttempt();
    answer = () => ({ kind: "status", status: 204 });
    expect(await pass(15_000)).toEqual([id]);
    const { delivery, attempts } = await readDelivery(stage.database);
    expect(delivery).toMatchObject({
      state: "succeeded",
      attemptsMade: 2,
      nextAttemptAt: null,
      lastStatus: 204,
    });
    expect(attempts.map(({ error }) => error)).toEqual(["status_500", null]);
    expect(await pass(86_400_000)).toEqual([]);
    expect(sink.received).toHaveLength(2);
  });

  it("waits as long as a busy merchant asks", async () => {
    answer = () => ({ kind: "status", status: 429, headers: { "retry-after": "120" } });
    const { id } = await firstAttempt();
    expect(await pass(119_999)).toEqual([]);
    expect(await pass(1)).toEqual([id]);
  });

  it("names how: reset, too slow, refused", async () => {
    answer = (index) => (index === 0 ? { kind: "reset" } : { kind: "status", status: 200, delayMs: 60_000 });
    await firstAttempt();
    const client = openWebhookClient({ connectTimeoutMs: 3_000, totalTimeoutMs: 200, guard: stage.guard });
    stage.clock.advance(15_000);
    await stage.worker({ client }).deliverDue();
    await client.close();
    await sink.close();
    await pass(15_000);
    const { delivery, attempts } = await readDelivery(stage.database);
    expect(attempts.map(({ error }) => error)).toEqual(["reset", "too_slow", "connect_refused"]);
    expect(delivery).toMatchObject({ state: "retrying", lastStatus: null });
  });

  it("is over with 410; its endpoint is disabled, the app's others are told, and what waits there waits", async () => {
    const { id: waiting, endpoint } = await firstAttempt();
    answer = () => ({ kind: "status", status: 410 });
    const another = await stage.addEvent();
    await stage.worker().fanOut(another.id);

    const [row] = await stage.database.connection.select().from(webhookEndpoints);
    expect(row).toMatchObject({ id: endpoint.id, status: "disabled", disabledReason: "gone" });
    const stored = await stage.database.connection.select().from(events);
    expect(stored.filter(({ type }) => type === "webhook.endpoint_disabled")).toMatchObject([
      { appId: stage.appId, live: false, paymentId: null, endpointId: null },
    ]);
    expect(await pass(15_000)).toEqual([]);
    expect(sink.received).toHaveLength(2);
    expect(await stage.worker().fanOut((await stage.addEvent()).id)).toMatchObject({ deliveries: 0 });

    answer = () => ({ kind: "status", status: 200 });
    await stage.enable(endpoint.id);
    expect(await pass(0)).toEqual([waiting]);
  });
});

describe("a due delivery", () => {
  it("is attempted once, however many workers look for it", async () => {
    const { id } = await firstAttempt();
    stage.clock.advance(15_000);
    const workers = Array.from({ length: 8 }, () => stage.worker());
    const taken = await Promise.all(workers.map((worker) => worker.deliverDue()));
    expect(taken.flat()).toEqual([id]);
    expect(sink.received).toHaveLength(2);
  });

  it("is not begun by a worker whose hold is nearly over", async () => {
    const { id } = await firstAttempt();
    stage.clock.advance(15_000);
    await stage.worker({ attemptTimeMs: holdMs + 1 }).deliverDue();
    expect(sink.received).toHaveLength(1);
    expect(await pass(holdMs - 1)).toEqual([]);
    expect(await pass(1)).toEqual([id]);
    expect(sink.received).toHaveLength(2);
  });

  it("ends when its endpoint is gone", async () => {
    const { endpoint } = await firstAttempt();
    await stage.database.pool.query("DELETE FROM webhook_endpoints WHERE id = ?", [endpoint.id]);
    expect(await pass(15_000)).toEqual([]);
    const { delivery } = await readDelivery(stage.database);
    expect(delivery).toMatchObject({ state: "exhausted", nextAttemptAt: null, endedAt: stage.clock.now() });
  });
});

describe("an attempt that was made and could not be saved", () => {
  it("is made once more with the same id and bytes", async () => {
    const line = await startTcpProxy(stage.databaseUrl);
    const database = openDatabase({ url: line.url, poolSize: 2 });
    answer = (index) => {
      if (index === 0) void line.cut();
      return { kind: "status", status: 200, delayMs: 100 };
    };
    await stage.addEndpoint(`${sink.url}/`);
    const event = await stage.addEvent();
    await stage.worker({ database }).fanOut(event.id);
    await database.close();
    const { delivery, attempts } = await readDelivery(stage.database);
    expect([delivery.state, attempts]).toEqual(["pending", []]);

    expect(await stage.worker().fanOut(event.id)).toEqual({ kind: "fanned_out_before" });
    expect(await pass(holdMs)).toEqual([delivery.id]);
    const [first, second] = sink.received;
    expect(sink.received).toHaveLength(2);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.body).toEqual(first?.body);
  });
});

/** Whether the standardwebhooks package accepts what was sent, at the time it was sent. */
function verifiesAt(
  time: Date,
  secret: string,
  { headers, body }: Pick<ReceivedWebhook, "headers" | "body">,
) {
  const names = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;
  const signed = Object.fromEntries(names.map((name): [string, string] => [name, String(headers[name])]));
  vi.setSystemTime(time);
  try {
    new Webhook(secret).verify(body.toString("utf8"), signed);
    return true;
  } finally {
    vi.useRealTimers();
  }
}
