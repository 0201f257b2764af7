import type { EventRow } from "@compose-pay/database";
import { type HostileReceiver, startHostileReceiver, waitFor } from "@compose-pay/test-support";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deliveriesOf } from "./harness/delivery-log.ts";
import type { EndpointFields, WrittenEndpoint } from "./harness/event-writer.ts";
import { isGenuine } from "./harness/genuine.ts";
import { openWebhookStage, type WebhookStage } from "./harness/webhook-stage.ts";

let stage: WebhookStage;
let appId: string;
let receivers: HostileReceiver[];

beforeAll(async () => {
  stage = await openWebhookStage();
  await stage.product.addProcess("notify-worker");
});
afterAll(() => stage.close());
beforeEach(async () => {
  receivers = [];
  appId = await stage.writer.addApp();
});
afterEach(() => Promise.all(receivers.map((receiver) => receiver.close())));

describe("events that every worker is told of several times", () => {
  it("make one delivery for each endpoint that wants them, and no other", async () => {
    const all = await addPlace({});
    const successes = await addPlace({ eventTypes: ["payment.succeeded"] });
    const refunds = await addPlace({ eventTypes: ["refund.succeeded", "refund.failed"] });
    const disabled = await addPlace({ status: "disabled" });
    const stranger = await addPlace({}, await stage.writer.addApp());
    const paid = await stage.writer.addEvents(appId, alike(40, {}));
    const refunded = await stage.writer.addEvents(appId, alike(40, { type: "refund.succeeded" }));
    const told = [...paid, ...refunded];
    await Promise.all([told, told.toReversed(), told].map((events) => stage.writer.announce(events)));
    await stage.untilDeliveriesAre(appId, { succeeded: 160 });
    expect(idsAt(all)).toEqual(idsOf(told));
    expect(idsAt(successes)).toEqual(idsOf(paid));
    expect(idsAt(refunds)).toEqual(idsOf(refunded));
    expect([disabled.receiver.received, stranger.receiver.received]).toEqual([[], []]);
    for (const { receiver, endpoint } of [all, successes, refunds]) {
      expect(receiver.received.every((webhook) => isGenuine(endpoint.secret, webhook))).toBe(true);
    }
  });

  it("go to the addresses of payment and refund, too, once each", async () => {
    const endpoint = await addPlace({});
    const [ofPayment, ofRefund] = [await startReceiver(), await startReceiver()];
    const own = { notifyUrl: `${ofPayment.url}/p`, refundNotifyUrl: `${ofRefund.url}/r` };
    const events = await stage.writer.addEvents(appId, [own, own, own]);
    await Promise.all([events, events].map((some) => stage.writer.announce(some)));
    await stage.untilDeliveriesAre(appId, { succeeded: 9 });
    for (const receiver of [endpoint.receiver, ofPayment, ofRefund]) {
      expect(idsAt({ receiver })).toEqual(idsOf(events));
    }
  });
});

describe("an endpoint that hangs", () => {
  it("does not keep an event from the app's other endpoints, nor from the payment's own address", async () => {
    const stuck = await startHostileReceiver({ answer: () => ({ kind: "silence" }) });
    await stage.writer.addEndpoint(appId, { url: stuck.url });
    const other = await addPlace({});
    const own = await startReceiver();
    const events = await stage.writer.tell(appId, 200, { notifyUrl: own.url });
    await waitFor(() => other.receiver.received.length === 200 && own.received.length === 200, {
      deadlineMs: 9_000,
      what: "what is for the others, before an attempt at the one that hangs is over",
    });
    expect([idsAt(other), idsAt({ receiver: own })]).toEqual([idsOf(events), idsOf(events)]);
    expect(stuck.connections()).toBeLessThanOrEqual(40);
    await stuck.close();
  });
});

describe("an endpoint with a rate", () => {
  it("gets no more in any second from all workers together, and all in the end", async () => {
    const [perSecond, count] = [20, 100];
    const slow = await addPlace({ rateLimit: perSecond });
    const quick = await addPlace({});
    await stage.writer.tell(appId, count);
    await stage.untilDeliveriesAre(appId, { succeeded: 2 * count });
    // A quarter of a second's worth may have gathered, and a busy machine may let two looks meet.
    expect(mostInOneSecond(slow)).toBeLessThanOrEqual(perSecond * 1.5);
    expect(mostInOneSecond(quick)).toBeGreaterThan(perSecond * 1.5);
    expect(idsAt(slow)).toEqual(idsAt(quick));
  });
});

describe("live and test events", () => {
  it("never meet: each goes to the endpoints of its own mode", async () => {
    const test = await addPlace({ live: false });
    const live = await addPlace({ live: true });
    const [ofTest] = await stage.writer.tell(appId, 1);
    const [ofLive] = await stage.writer.tell(appId, 1, { live: true });
    // A live event is not sent to an address without TLS, as this receiver's is.
    await stage.untilDeliveriesAre(appId, { succeeded: 1, retrying: 1 });
    expect(await deliveriesOf(stage.books, ofTest?.id ?? "")).toMatchObject([
      { endpointId: test.endpoint.id, state: "succeeded" },
    ]);
    expect(await deliveriesOf(stage.books, ofLive?.id ?? "")).toMatchObject([
      { endpointId: live.endpoint.id, attempts: [{ status: null, error: "url_not_allowed" }] },
    ]);
    expect([test.receiver.received.length, live.receiver.greeted()]).toEqual([1, 0]);
  });
});

function alike(count: number, fields: Partial<EventRow>): readonly Partial<EventRow>[] {
  return Array.from({ length: count }, () => fields);
}

interface Place {
  readonly endpoint: WrittenEndpoint;
  readonly receiver: HostileReceiver;
}

async function addPlace(fields: Partial<EndpointFields>, ofApp = appId): Promise<Place> {
  const receiver = await startReceiver();
  return { receiver, endpoint: await stage.writer.addEndpoint(ofApp, { url: receiver.url, ...fields }) };
}

async function startReceiver(): Promise<HostileReceiver> {
  const receiver = await startHostileReceiver();
  receivers.push(receiver);
  return receiver;
}

function mostInOneSecond({ receiver }: Place): number {
  const times = receiver.received.map(({ arrivedAtMs }) => arrivedAtMs);
  return Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 1_000).length));
}

/** What came, each as often as it came. */
function idsAt({ receiver }: Pick<Place, "receiver">): readonly string[] {
  return receiver.received.map(({ headers }) => String(headers["webhook-id"])).toSorted();
}

function idsOf(events: readonly Pick<EventRow, "id">[]): readonly string[] {
  return events.map(({ id }) => id).toSorted();
}
