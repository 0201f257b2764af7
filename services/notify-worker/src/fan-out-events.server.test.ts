import { deliveryTargets } from "@compose-pay/database";
import { startWebhookSink, type WebhookSink } from "@compose-pay/test-support";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DeliveryStage, openDeliveryStage } from "../testing/delivery-stage.ts";
import { readDeliveries, readDelivery } from "../testing/logged-deliveries.ts";
import type { WebhookClient } from "@compose-pay/webhooks";
import { orderCheckMs } from "./plan-deliveries.ts";

let stage: DeliveryStage;
let sink: WebhookSink;

beforeEach(async () => {
  stage = await openDeliveryStage();
  sink = await startWebhookSink();
});

afterEach(async () => {
  await sink.close();
  await stage.close();
});

const paths = () => sink.received.map(({ path }) => path).toSorted();

describe("the fan-out of an event", () => {
  it("delivers at once to every enabled endpoint that wants the type, and to both notify_urls", async () => {
    await stage.addEndpoint(`${sink.url}/all`);
    await stage.addEndpoint(`${sink.url}/listed`, { eventTypes: ["payment.closed", "payment.succeeded"] });
    await stage.addEndpoint(`${sink.url}/other-type`, { eventTypes: ["payment.closed"] });
    await stage.addEndpoint(`${sink.url}/disabled`, { status: "disabled" });
    const own = { notifyUrl: `${sink.url}/order?no=1`, refundNotifyUrl: `${sink.url}/refund?no=1` };
    const event = await stage.addEvent(own);

    expect(await stage.worker().fanOut(event.id)).toEqual({ kind: "fanned_out", deliveries: 4 });

    expect(paths()).toEqual(["/all", "/listed", "/order?no=1", "/refund?no=1"]);
    for (const { delivery, attempts } of await readDeliveries(stage.database)) {
      expect(delivery).toMatchObject({
        eventId: event.id,
        state: "succeeded",
        attemptsMade: 1,
        lastStatus: 200,
      });
      expect(delivery).toMatchObject({
        nextAttemptAt: null,
        endedAt: stage.clock.now(),
        traceId: event.traceId,
      });
      expect(attempts).toMatchObject([{ number: 1, status: 200, error: null, trigger: "schedule" }]);
    }
  });

  it("sends the stored bytes, named and signed as Standard Webhooks says, by each target's own secret", async () => {
    const endpoint = await stage.addEndpoint(`${sink.url}/endpoint`);
    const event = await stage.addEvent({ notifyUrl: `${sink.url}/order` });
    await stage.worker({ clock: { now: () => new Date() } }).fanOut(event.id);

    expect(sink.received).toHaveLength(2);
    for (const { method, path, headers, body } of sink.received) {
      const secret = path === "/order" ? stage.appSecret : endpoint.secret;
      expect(new Webhook(secret).verify(body.toString("utf8"), withoutLists(headers))).toEqual(
        JSON.parse(event.body),
      );
      expect(method).toBe("POST");
      expect(body).toEqual(Buffer.from(event.body, "utf8"));
      expect(headers).toMatchObject({
        "content-type": "application/json",
        "webhook-id": event.id,
        "x-request-id": event.traceId,
      });
      expect(headers["user-agent"]).toMatch(/^compose-pay\/\d/);
    }
  });

  it("happens once, however often and by however many workers it is asked for", async () => {
    await stage.addEndpoint(`${sink.url}/a`);
    const event = await stage.addEvent({ notifyUrl: `${sink.url}/b` });
    const workers = Array.from({ length: 8 }, () => stage.worker());
    const outcomes = await Promise.all(workers.map((worker) => worker.fanOut(event.id)));
    outcomes.push(await stage.worker().fanOut(event.id));

    expect(outcomes.filter(({ kind }) => kind === "fanned_out")).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === "fanned_out_before")).toHaveLength(8);
    expect(paths()).toEqual(["/a", "/b"]);
    expect(await readDeliveries(stage.database)).toHaveLength(2);
  });

  it("of an event that goes nowhere ends its waiting", async () => {
    const event = await stage.addEvent();
    expect(await stage.worker().fanOut(event.id)).toEqual({ kind: "fanned_out", deliveries: 0 });
    expect(await stage.worker().fanOut(event.id)).toEqual({ kind: "fanned_out_before" });
    expect(await stage.worker().fanOut("evt_unknown")).toEqual({ kind: "event_unknown" });
  });

  it("fails visibly where a secret does not open, and nowhere else", async () => {
    const other = await stage.addEndpoint(`${sink.url}/healthy`);
    await stage.addEndpoint(`${sink.url}/spoilt`, {
      envelope: "v1.00000000.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAA",
    });
    await stage.worker().fanOut((await stage.addEvent()).id);

    expect(paths()).toEqual(["/healthy"]);
    for (const { delivery, attempts } of await readDeliveries(stage.database)) {
      const expected =
        delivery.endpointId === other.id ? ["succeeded", null] : ["retrying", "secret_unreadable"];
      expect([delivery.state, attempts[0]?.error]).toEqual(expected);
    }
    const targets = await stage.database.connection.select().from(deliveryTargets);
    expect(targets.map(({ failures }) => failures)).toEqual([0, 0]);
  });
});

describe("the events of one payment", () => {
  it("wait for the first attempt of the earlier ones, and for nothing else", async () => {
    await stage.addEndpoint(`${sink.url}/`);
    const first = await stage.addEvent();
    const second = await stage.addEvent({ paymentId: first.paymentId, sequence: 2 });
    const stranger = await stage.addEvent({ sequence: 2 });
    expect(await stage.worker().fanOut(second.id)).toEqual({ kind: "fanned_out", deliveries: 1 });
    stage.clock.advance(orderCheckMs);
    expect(await stage.worker().deliverDue()).toEqual([]);

    const { client, reached, letGo } = gatedClient(stage.worker().deps.client);
    const worker = stage.worker({ client });
    const underWay = worker.fanOut(first.id);
    await reached;
    stage.clock.advance(orderCheckMs);
    expect(await stage.worker().deliverDue()).toEqual([]);
    await stage.worker().fanOut(stranger.id);
    stage.clock.advance(orderCheckMs);
    await stage.worker().deliverDue();
    letGo();
    await underWay;
    stage.clock.advance(orderCheckMs);
    expect(await stage.worker().deliverDue()).toHaveLength(1);
    expect(sink.received.map(({ headers }) => headers["webhook-id"])).toEqual([
      stranger.id,
      first.id,
      second.id,
    ]);
  });

  it("overtake one that was lost for half a minute", async () => {
    await stage.addEndpoint(`${sink.url}/`);
    const lost = await stage.addEvent();
    const second = await stage.addEvent({ paymentId: lost.paymentId, sequence: 2 });
    stage.clock.advance(30_001);
    expect(await stage.worker().fanOut(second.id)).toEqual({ kind: "fanned_out", deliveries: 1 });
    expect((await readDelivery(stage.database)).delivery.eventId).toBe(second.id);
  });
});

/** Holds back its POSTs until it is let go. */
function gatedClient(client: WebhookClient) {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const { promise: gate, resolve: letGo } = Promise.withResolvers<void>();
  const post: WebhookClient["post"] = async (request) => {
    reach();
    await gate;
    return client.post(request);
  };
  return { client: { ...client, post }, reached, letGo };
}

function withoutLists(headers: Readonly<Record<string, string | readonly string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}
