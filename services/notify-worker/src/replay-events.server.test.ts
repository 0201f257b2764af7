import { insertWebhookReplay, webhookReplays } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { startWebhookSink, type WebhookSink } from "@compose-pay/test-support";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DeliveryStage, holdMs, openDeliveryStage } from "../testing/delivery-stage.ts";
import { readDeliveries } from "../testing/logged-deliveries.ts";
import { replayEvents } from "./replay-events.ts";

let stage: DeliveryStage;
let sink: WebhookSink;
let status: number;

beforeEach(async () => {
  stage = await openDeliveryStage();
  status = 500;
  sink = await startWebhookSink({ answer: () => ({ kind: "status", status }) });
});

afterEach(async () => {
  await sink.close();
  await stage.close();
});

async function askFor(endpointId: string, since: Date): Promise<void> {
  const at = stage.clock.now();
  await insertWebhookReplay(stage.database.connection, {
    id: newId("rpl", at),
    appId: stage.appId,
    endpointId,
    since,
    cursorAt: since,
    cursorId: "",
    deliveries: 0,
    dueAt: at,
    traceId: "replay",
    createdAt: at,
    endedAt: null,
  });
}

function replay(): Promise<boolean> {
  return replayEvents({ database: stage.database, clock: stage.clock, holdMs });
}

async function workOff(): Promise<number> {
  let parts = 0;
  while (await replay()) parts += 1;
  return parts;
}

const received = () => sink.received.map(({ headers }) => String(headers["webhook-id"]));

const disabled = (id: string) => ({
  type: "webhook.endpoint_disabled",
  paymentId: null,
  dueAt: null,
  body: JSON.stringify({ data: { id } }),
});

describe("a replay", () => {
  it("sends everything since then that was not delivered, also what the endpoint never had, and nothing else", async () => {
    const endpoint = await stage.addEndpoint(`${sink.url}/`, { eventTypes: ["payment.succeeded"] });
    const before = await stage.addEvent();
    await stage.worker().fanOut(before.id);
    stage.clock.advance(1_000);
    const since = stage.clock.now();

    status = 200;
    const delivered = await stage.addEvent();
    await stage.worker().fanOut(delivered.id);
    status = 410;
    const exhausted = await stage.addEvent();
    await stage.worker().fanOut(exhausted.id);
    const missed = await stage.addEvent();
    await stage.worker().fanOut(missed.id);
    const unwanted = await stage.addEvent({ type: "payment.closed" });
    const live = await stage.addEvent({ live: true });
    for (const { id } of [unwanted, live]) await stage.worker().fanOut(id);
    await stage.enable(endpoint.id);
    stage.clock.advance(1_000);

    const earlier = sink.received.length;
    status = 200;
    await askFor(endpoint.id, since);
    await workOff();
    await stage.worker().deliverDue();
    expect(received().slice(earlier).toSorted()).toEqual([exhausted.id, missed.id].toSorted());
    const [row] = await stage.database.connection.select().from(webhookReplays);
    expect(row).toMatchObject({ deliveries: 2, dueAt: null, endedAt: stage.clock.now() });
    const again = (await readDeliveries(stage.database)).find(
      ({ delivery }) => delivery.eventId === exhausted.id,
    );
    expect(again?.attempts.map(({ trigger, number }) => [trigger, number])).toEqual([
      ["schedule", 1],
      ["replay", 2],
    ]);
  });

  it("goes on where the part before has ended, and lets a delivery that waits for its first attempt be", async () => {
    const since = stage.clock.now();
    const events = await Promise.all(Array.from({ length: 1_100 }, () => stage.addEvent({ dueAt: null })));
    const endpoint = await stage.addEndpoint(`${sink.url}/`);
    await askFor(endpoint.id, since);
    expect(await workOff()).toBe(3);
    const made = await readDeliveries(stage.database);
    expect(new Set(made.map(({ delivery }) => delivery.eventId)).size).toBe(events.length);
    stage.clock.advance(1_000);
    await askFor(endpoint.id, since);
    await workOff();
    const replays = await stage.database.connection.select().from(webhookReplays);
    expect(replays.map(({ deliveries }) => deliveries).toSorted((one, other) => other - one)).toEqual([
      1_100, 0,
    ]);
  });

  it("has neither tests nor what is about its own endpoint", async () => {
    const since = stage.clock.now();
    const endpoint = await stage.addEndpoint(`${sink.url}/`);
    await stage.addEvent(disabled(endpoint.id));
    await stage.addEvent({ type: "webhook.test", paymentId: null, dueAt: null, endpointId: endpoint.id });
    await stage.addEvent({ type: "webhook.test", paymentId: null, dueAt: null, endpointId: "ep_other" });
    const told = await stage.addEvent(disabled("ep_other"));
    await askFor(endpoint.id, since);
    await workOff();
    const made = await readDeliveries(stage.database);
    expect(made.map(({ delivery }) => delivery.eventId)).toEqual([told.id]);
  });

  it("that cannot go on keeps no other from going on", async () => {
    const broken = await stage.addEndpoint(`${sink.url}/broken`);
    await stage.addEvent({
      type: "webhook.endpoint_disabled",
      paymentId: null,
      dueAt: null,
      body: "no JSON",
    });
    await askFor(broken.id, stage.clock.now());
    stage.clock.advance(1);
    const well = await stage.addEndpoint(`${sink.url}/`);
    await askFor(well.id, stage.clock.now());
    await expect(replay()).rejects.toThrow(SyntaxError);
    expect(await replay()).toBe(true);
    expect(await replay()).toBe(false);
    const ended = await stage.database.connection.select().from(webhookReplays);
    expect(ended.map(({ endpointId, endedAt }) => [endpointId === well.id, endedAt !== null])).toEqual(
      expect.arrayContaining([
        [true, true],
        [false, false],
      ]),
    );
    stage.clock.advance(30_000);
    await expect(replay()).rejects.toThrow(SyntaxError);
  });

  it("of an endpoint that is gone ends", async () => {
    await askFor("ep_gone", stage.clock.now());
    expect(await workOff()).toBe(1);
    expect((await stage.database.connection.select().from(webhookReplays))[0]?.endedAt).not.toBeNull();
  });
});
