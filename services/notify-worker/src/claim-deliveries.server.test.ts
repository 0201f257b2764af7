import { deliveryTargets, webhookEndpoints } from "@compose-pay/database";
import { type SinkAnswer, startWebhookSink, type WebhookSink } from "@compose-pay/test-support";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DeliveryStage, openDeliveryStage } from "../testing/delivery-stage.ts";
import { readDeliveries } from "../testing/logged-deliveries.ts";
import { claimDeliveries } from "./claim-deliveries.ts";
import { createRooms } from "./rooms.ts";

let stage: DeliveryStage;
let sink: WebhookSink;
let answer: SinkAnswer;

const refused: SinkAnswer = { kind: "status", status: 500 };
const taken: SinkAnswer = { kind: "status", status: 200 };

beforeEach(async () => {
  stage = await openDeliveryStage();
  answer = refused;
  sink = await startWebhookSink({ answer: () => answer });
});

afterEach(async () => {
  await sink.close();
  await stage.close();
});

/** Events of payments of their own, one after the other. */
async function announce(count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const event = await stage.addEvent();
    await stage.worker().fanOut(event.id);
    ids.push(event.id);
  }
  return ids;
}

async function readTarget() {
  const [target] = await stage.database.connection.select().from(deliveryTargets);
  return target;
}

async function pass(ms: number): Promise<number> {
  stage.clock.advance(ms);
  return (await stage.worker().deliverDue()).length;
}

describe("a receiver that fails again and again", () => {
  it("is left alone by an open circuit, probed by one delivery, and gets the rest when the probe succeeds", async () => {
    await stage.addEndpoint(`${sink.url}/`);
    await announce(10);
    expect(await readTarget()).toMatchObject({ failures: 10, failingSince: stage.clock.now() });
    const waiting = await announce(5);
    expect(sink.received).toHaveLength(10);
    expect(await pass(14_999)).toBe(0);
    expect(await pass(1)).toBe(1);
    expect(await pass(29_999)).toBe(0);
    answer = taken;
    expect(await pass(1)).toBe(1 + 14);
    expect(await readTarget()).toMatchObject({ failures: 0, failingSince: null, openUntil: null });
    const arrived = sink.received.slice(11).map(({ headers }) => headers["webhook-id"]);
    expect(arrived).toEqual(expect.arrayContaining([...waiting]));
    const ended = await readDeliveries(stage.database);
    expect(ended.every(({ delivery }) => delivery.state === "succeeded")).toBe(true);
  });

  it("uses up no step of the ladder of those that wait", async () => {
    await stage.addEndpoint(`${sink.url}/`);
    await announce(10);
    const [, ...waiting] = await announce(4);
    stage.clock.advance(3 * 3_600_000);
    expect(await stage.worker().deliverDue()).toHaveLength(1);
    const rows = await readDeliveries(stage.database);
    const there = rows.filter(({ delivery }) => waiting.includes(delivery.eventId));
    expect(there.map(({ delivery }) => [delivery.state, delivery.attemptsMade])).toEqual(
      waiting.map(() => ["pending", 0]),
    );
  });

  it("holds up neither the app's other endpoints nor its payments' own addresses", async () => {
    const other = await startWebhookSink();
    await stage.addEndpoint(`${sink.url}/`);
    await stage.addEndpoint(`${other.url}/`);
    await announce(10);
    const event = await stage.addEvent({ notifyUrl: `${other.url}/own` });
    await stage.worker().fanOut(event.id);
    expect(sink.received).toHaveLength(10);
    expect(
      other.received
        .slice(-2)
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual(["/", "/own"]);
    await other.close();
  });

  it("is disabled once it has only failed for five days", async () => {
    await stage.addEndpoint(`${sink.url}/`);
    await announce(1);
    stage.clock.advance(5 * 24 * 3_600_000 - 1);
    await stage.worker().deliverDue();
    const [before] = await stage.database.connection.select().from(webhookEndpoints);
    expect(before).toMatchObject({ status: "enabled", disabledReason: null });
    stage.clock.advance(15_001);
    await stage.worker().deliverDue();
    const [after] = await stage.database.connection.select().from(webhookEndpoints);
    expect(after).toMatchObject({ status: "disabled", disabledReason: "failing" });
  });
});

describe("a test", () => {
  it("that nobody waits for any more is not sent", async () => {
    const { id } = await stage.addEndpoint(`${sink.url}/`);
    const test = await stage.addEvent({ type: "webhook.test", endpointId: id, paymentId: null });
    const full = stage.worker({ rooms: createRooms({ most: 1, mostPerTarget: 0, nowMs: () => 0 }) });
    await full.fanOut(test.id);
    stage.clock.advance(60_001);
    await stage.worker().deliverDue();
    expect(sink.received).toEqual([]);
    const [row] = await readDeliveries(stage.database);
    expect(row?.delivery).toMatchObject({ trigger: "test", state: "exhausted", nextAttemptAt: null });
  });
});

describe("a line", () => {
  it("lets through what the endpoint's rate allows, over all workers", async () => {
    answer = taken;
    const { id } = await stage.addEndpoint(`${sink.url}/`);
    await stage.database.pool.query("UPDATE webhook_endpoints SET rate_limit = 4 WHERE id = ?", [id]);
    await announce(20);
    let sent = 0;
    for (let step = 0; step < 30; step += 1) sent += await pass(100);
    expect(sent).toBeGreaterThanOrEqual(12);
    expect(sent).toBeLessThanOrEqual(14);
    expect(sink.received).toHaveLength(sent);
    for (let step = 0; step < 20; step += 1) await pass(100);
    expect(sink.received).toHaveLength(20);
  });

  it("gives a worker no more than it has room for, and the rest to the next", async () => {
    await stage.addEndpoint(`${sink.url}/`);
    await announce(8);
    stage.clock.advance(15_000);
    const small = stage.worker({ rooms: createRooms({ most: 100, mostPerTarget: 3, nowMs: () => 0 }) });
    const claim = await claimDeliveries(small.deps);
    expect(claim).toMatchObject({ isCutShort: true });
    expect(claim.due).toHaveLength(3);
    for (const { held } of claim.due) small.deps.rooms.enter(held);
    expect(await claimDeliveries(small.deps)).toMatchObject({ due: [], isCutShort: false });
    answer = taken;
    expect(await stage.worker().deliverDue()).toHaveLength(5);
  });

  it("is one for the own addresses of an app at one origin, whatever their paths", async () => {
    answer = taken;
    for (const path of ["/a?order=1", "/b#2", ":"]) {
      const notifyUrl = path === ":" ? "http://127.0.0.1:1/c" : sink.url + path;
      const event = await stage.addEvent({ notifyUrl });
      await stage.worker().fanOut(event.id);
    }
    const rows = await readDeliveries(stage.database);
    expect(new Set(rows.map(({ delivery }) => delivery.targetId)).size).toBe(2);
  });

  it("keeps the order of a payment's events when the receiver is back", async () => {
    await stage.addEndpoint(`${sink.url}/`);
    await announce(10);
    const first = await stage.addEvent();
    const { paymentId } = first;
    const second = await stage.addEvent({ paymentId, sequence: 2 });
    const third = await stage.addEvent({ paymentId, sequence: 3 });
    for (const { id } of [third, first, second]) await stage.worker().fanOut(id);
    answer = taken;
    const earlier = sink.received.length;
    for (let step = 0; step < 10; step += 1) await pass(15_000);
    const order = sink.received.slice(earlier).map(({ headers }) => headers["webhook-id"]);
    const ours = order.filter((id) => [first.id, second.id, third.id].includes(String(id)));
    expect(ours).toEqual([first.id, second.id, third.id]);
  });
});
