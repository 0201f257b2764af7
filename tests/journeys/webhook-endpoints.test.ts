import type { EventRow } from "@compose-pay/database";
import {
  type HostileReceiver,
  startHostileReceiver,
  type TimedWebhook,
  waitFor,
} from "@compose-pay/test-support";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { attemptCount, deliveriesOf, deliveryOf } from "./harness/delivery-log.ts";
import { type EndpointOwner, openEndpointOwner } from "./harness/endpoint-owner.ts";
import { isGenuine } from "./harness/genuine.ts";
import { openWebhookStage, type WebhookStage } from "./harness/webhook-stage.ts";

const soon = { deadlineMs: 20_000 };
const [minute, day] = [60_000, 86_400_000];

let stage: WebhookStage;
let owner: EndpointOwner;
let receiver: HostileReceiver;
let status: number;

beforeAll(async () => {
  stage = await openWebhookStage({ only: ["notify-worker", "reconcile-worker", "ingress"] });
});
afterAll(() => stage.close());
beforeEach(async () => {
  status = 200;
  receiver = await startHostileReceiver({ answer: () => ({ kind: "status", status }) });
  owner = await openEndpointOwner(stage);
});
afterEach(() => receiver.close());

describe("a secret that is rotated in the middle of a retry", () => {
  it("leaves the retry genuine by the old and the new one for a day, then by the new one alone", async () => {
    const { id, secret } = await owner.add({ url: `${receiver.url}/hook` });
    status = 500;
    const event = await tellOne();
    const first = await untilReceived(1);
    const rotated = await owner.rotate(id);
    expect([isGenuine(secret, first), isGenuine(rotated.secret, first)]).toEqual([true, false]);

    await stage.passTime(1 * minute);
    const second = await untilReceived(2);
    expect([isGenuine(secret, second), isGenuine(rotated.secret, second)]).toEqual([true, true]);
    await stage.passTime(day - 2 * minute);
    const third = await untilReceived(3);
    expect([isGenuine(secret, third), isGenuine(rotated.secret, third)]).toEqual([true, true]);

    status = 200;
    await stage.passTime(5 * minute);
    const last = await untilReceived(4);
    expect([isGenuine(secret, last), isGenuine(rotated.secret, last)]).toEqual([false, true]);
    await stage.untilDeliveriesAre(owner.appId, { succeeded: 1 });
    for (const { headers, body } of receiver.received) {
      expect([headers["webhook-id"], body.toString()]).toEqual([event.id, event.body]);
    }
  });
});

describe("an endpoint that is disabled", () => {
  it("has its deliveries wait, shown as paused, and go on when it is enabled", async () => {
    const { id } = await owner.add({ url: `${receiver.url}/hook` });
    const neighbour = await startHostileReceiver();
    await owner.add({ url: neighbour.url });
    status = 500;
    const event = await tellOne();
    await untilAttempts(event, id, 1);
    await owner.setStatus(id, "disabled");
    await stage.passTime(10 * minute);
    const during = await tellOne();
    await waitFor(() => neighbour.received.length === 2, soon);
    expect(await owner.deliveries(id)).toMatchObject([
      { event_id: event.id, status: "paused", next_attempt_at: null, attempts_made: 1 },
    ]);
    expect(receiver.received).toHaveLength(1);

    status = 200;
    await owner.setStatus(id, "enabled");
    await untilReceived(2);
    await untilAttempts(event, id, 2);
    expect(await owner.deliveries(id)).toMatchObject([
      { event_id: event.id, status: "succeeded", attempts_made: 2 },
    ]);
    // What happened meanwhile was not for it, as it was not enabled.
    expect(idsOf(receiver)).toEqual([event.id, event.id]);
    expect(idsOf(neighbour)).toEqual([event.id, during.id]);
    await neighbour.close();
  });

  it("is still told of a test, once, whatever it answers", async () => {
    const { id } = await owner.add({ url: `${receiver.url}/hook`, status: "disabled" });
    status = 500;
    await owner.call("POST", `webhook_endpoints/${id}/test`);
    await untilReceived(1);
    await stage.untilDeliveriesAre(owner.appId, { exhausted: 1 });
    await stage.passTime(1 * day);
    status = 200;
    await owner.call("POST", `webhook_endpoints/${id}/test`);
    await stage.untilDeliveriesAre(owner.appId, { exhausted: 1, succeeded: 1 });
    expect(receiver.received).toHaveLength(2);
  });
});

describe("an endpoint that changes in the middle of a retry", () => {
  it("gets what waits at its new address", async () => {
    const { id, secret } = await owner.add({ url: `${receiver.url}/old` });
    status = 500;
    const event = await tellOne();
    await untilReceived(1);
    const moved = await startHostileReceiver();
    await owner.call("PATCH", `webhook_endpoints/${id}`, { url: `${moved.url}/new` });
    await stage.passTime(1 * minute);
    await stage.untilDeliveriesAre(owner.appId, { succeeded: 1 });
    expect(moved.received).toMatchObject([{ path: "/new", headers: { "webhook-id": event.id } }]);
    expect(moved.received.every((webhook) => isGenuine(secret, webhook))).toBe(true);
    expect(receiver.received).toHaveLength(1);
    await moved.close();
  });

  it("gets nothing more when it is deleted, and nothing waits for ever", async () => {
    const { id } = await owner.add({ url: `${receiver.url}/hook` });
    status = 500;
    await stage.writer.tell(owner.appId, 3);
    await stage.untilDeliveriesAre(owner.appId, { retrying: 3 });
    expect((await owner.call("DELETE", `webhook_endpoints/${id}`)).status).toBe(200);
    await stage.passTime(1 * day);
    await stage.untilDeliveriesAre(owner.appId, { exhausted: 3 });
    expect(receiver.received).toHaveLength(3);
  });
});

describe("what was not delivered", () => {
  it("goes out again by a replay, and what was delivered does not", async () => {
    const { id, secret } = await owner.add({ url: `${receiver.url}/hook` });
    const delivered = await stage.writer.tell(owner.appId, 3);
    await stage.untilDeliveriesAre(owner.appId, { succeeded: 3 });
    status = 500;
    const lost = await stage.writer.tell(owner.appId, 3);
    await stage.untilDeliveriesAre(owner.appId, { succeeded: 3, retrying: 3 });
    await stage.books.change(
      "UPDATE deliveries SET state = 'exhausted', next_attempt_at = NULL, ended_at = created_at WHERE state = 'retrying' AND app_id = ?",
      [owner.appId],
    );
    status = 200;
    const since = new Date(Date.now() - 10 * minute).toISOString();
    expect((await owner.call("POST", `webhook_endpoints/${id}/replay`, { since })).status).toBe(202);
    await stage.untilDeliveriesAre(owner.appId, { succeeded: 6 });
    const again = receiver.received.slice(6);
    expect(new Set(again.map(({ headers }) => headers["webhook-id"]))).toEqual(
      new Set(lost.map((one) => one.id)),
    );
    expect(again).toHaveLength(3);
    expect(again.every((webhook) => isGenuine(secret, webhook))).toBe(true);
    expect((await deliveryOf(stage.books, lost[0]?.id ?? "")).attempts).toMatchObject([
      { number: 1, trigger: "schedule", status: 500 },
      { number: 2, trigger: "replay", status: 200 },
    ]);
    expect((await deliveryOf(stage.books, delivered[0]?.id ?? "")).attempts).toHaveLength(1);
  });

  it("is asked for by a person: then an open circuit lets one through at once", async () => {
    await owner.add({ url: `${receiver.url}/hook` });
    status = 500;
    await stage.writer.tell(owner.appId, 40);
    await waitFor(async () => (await openUntil()) !== null, soon);
    const event = await tellOne();
    await waitFor(async () => (await deliveriesOf(stage.books, event.id)).length === 1, soon);
    await untilLogged(() => receiver.received.length);
    const before = receiver.received.length;
    expect((await owner.call("POST", `events/${event.id}/redeliver`)).status).toBe(202);
    // A circuit is open for 15 s at least.
    await waitFor(() => receiver.received.length > before, { deadlineMs: 5_000 });
    await untilLogged(() => before + 1);
    expect(await openUntil()).not.toBeNull();
    status = 200;
    await stage.passTime(10 * minute);
    await stage.untilDeliveriesAre(owner.appId, { succeeded: 41 });
    const { attempts } = await deliveryOf(stage.books, event.id);
    expect(attempts.at(-1)).toMatchObject({ trigger: "manual", status: 200 });
    expect(await openUntil()).toBeNull();
  });
});

async function tellOne(): Promise<EventRow> {
  const [event] = await stage.writer.tell(owner.appId, 1);
  if (event === undefined) throw new Error("an event was told");
  return event;
}

async function untilReceived(count: number): Promise<TimedWebhook> {
  await waitFor(() => receiver.received.length >= count, { ...soon, what: `webhook ${count}` });
  const webhook = receiver.received[count - 1];
  if (webhook === undefined) throw new Error("it is there");
  await untilLogged(() => count);
  return webhook;
}

/** So many answers are in the log of attempts. */
async function untilLogged(count: () => number): Promise<void> {
  await waitFor(async () => (await attemptCount(stage.books, owner.appId)) >= count(), soon);
}

async function untilAttempts(event: EventRow, endpointId: string, count: number): Promise<void> {
  const sql = "SELECT attempts_made FROM deliveries WHERE event_id = ? AND endpoint_id = ?";
  const probe = async () => {
    const [row] = await stage.books.rows<{ attempts_made: number }>(sql, [event.id, endpointId]);
    return row?.attempts_made === count;
  };
  await waitFor(probe, soon);
}

async function openUntil(): Promise<unknown> {
  const [row] = await stage.books.rows("SELECT open_until FROM delivery_targets WHERE app_id = ?", [
    owner.appId,
  ]);
  return row?.["open_until"] ?? null;
}

function idsOf({ received }: HostileReceiver): readonly unknown[] {
  return received.map(({ headers }) => headers["webhook-id"]);
}
