import { type HostileReceiver, startHostileReceiver, waitFor } from "@compose-pay/test-support";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deliveryOf, type LoggedDelivery } from "./harness/delivery-log.ts";
import { isGenuine } from "./harness/genuine.ts";
import { openWebhookStage, type WebhookStage } from "./harness/webhook-stage.ts";

const units = { s: 1_000, m: 60_000, h: 3_600_000 } as const;
const [second, minute, hour] = [units.s, units.m, units.h];
const day = 24 * hour;
const soon = { deadlineMs: 20_000 };
/** As api.md has it under "Webhooks", in milliseconds. */
const ladder = "15s 15s 30s 3m 10m 20m 30m 30m 30m 1h 3h 3h 3h 6h 6h"
  .split(" ")
  // because each of these steps ends with its unit
  .map((step) => Number.parseInt(step, 10) * units[step.slice(-1) as keyof typeof units]);

let stage: WebhookStage;
let receiver: HostileReceiver;
let status: number;
/** Answers everything, so that what comes to it shows that workers have looked around. */
let bystander: { readonly appId: string; readonly receiver: HostileReceiver };

beforeAll(async () => {
  stage = await openWebhookStage();
  const other = await startHostileReceiver();
  bystander = { appId: await stage.writer.addApp(), receiver: other };
  await stage.writer.addEndpoint(bystander.appId, { url: other.url });
});
afterAll(async () => {
  await bystander.receiver.close();
  await stage.close();
});
beforeEach(async () => {
  status = 500;
  receiver = await startHostileReceiver({ answer: () => ({ kind: "status", status, body: "try later" }) });
});
afterEach(() => receiver.close());

describe("a merchant who answers 500 for a day", () => {
  it("is asked 16 times by the ladder, with one id and the same bytes, and then no more", async () => {
    const { appId, secret } = await openMerchant();
    const [event] = await stage.writer.tell(appId, 1);
    if (event === undefined) throw new Error("an event was told");
    for (const [index, step] of ladder.entries()) {
      const delivery = await untilAttempts(event.id, index + 1);
      expect(delivery.state).toBe("retrying");
      expectWait(delivery, step);
      const last = receiver.received.at(-1);
      expect(last !== undefined && isGenuine(secret, last)).toBe(true);
      await letPassAllBut(10 * second, delivery);
      expect(receiver.received).toHaveLength(index + 1);
      await stage.passTime(10 * second);
    }
    const { attempts, ...delivery } = await untilAttempts(event.id, 16);
    const ended = { state: "exhausted", attemptsMade: 16, nextAttemptAt: null, lastStatus: 500 };
    expect(delivery).toMatchObject(ended);
    for (const [index, attempt] of attempts.entries()) {
      const answered = { status: 500, error: "status_500", responseStart: "try later" };
      expect(attempt).toMatchObject({
        number: index + 1,
        trigger: "schedule",
        address: "127.0.0.1",
        ...answered,
      });
    }
    await stage.passTime(2 * day);
    await lookAround();
    expect([attempts.length, receiver.received.length]).toEqual([16, 16]);
    for (const { headers, body } of receiver.received) {
      expect([headers["webhook-id"], body.toString()]).toEqual([event.id, event.body]);
    }
  });

  it("is given the event on the last attempt, too, when it is back by then", async () => {
    const { appId } = await openMerchant();
    const [event] = await stage.writer.tell(appId, 1);
    for (const index of ladder.keys()) {
      await untilAttempts(event?.id ?? "", index + 1);
      if (index === ladder.length - 1) status = 204;
      await stage.passTime(8 * hour);
    }
    const { state, attemptsMade, lastStatus } = await untilAttempts(event?.id ?? "", 16);
    expect([state, attemptsMade, lastStatus]).toEqual(["succeeded", 16, 204]);
  });
});

describe("an endpoint that has only failed", () => {
  it("for 5 days is disabled, and the app's other endpoints of its mode and the operator are told", async () => {
    const { appId, id } = await openMerchant();
    const [other, stranger] = [await startHostileReceiver(), await startHostileReceiver()];
    const told = await stage.writer.addEndpoint(appId, {
      url: other.url,
      eventTypes: ["webhook.endpoint_disabled"],
    });
    await stage.writer.addEndpoint(appId, {
      url: stranger.url,
      eventTypes: ["webhook.endpoint_disabled"],
      live: true,
    });
    for (const dayNumber of [1, 2, 3, 4, 5]) {
      const [event] = await stage.writer.tell(appId, 1);
      await untilAttempts(event?.id ?? "", 1);
      expect(await endpointRow(id), `day ${dayNumber}`).toMatchObject({ status: "enabled" });
      await stage.passTime(1 * day + 1 * minute);
    }
    await stage.writer.tell(appId, 1);
    await waitFor(async () => (await endpointRow(id))?.["status"] === "disabled", soon);
    expect(await endpointRow(id)).toMatchObject({ status: "disabled", disabled_reason: "failing" });
    await waitFor(() => other.received.length > 0, soon);
    const [webhook] = other.received;
    expect(webhook !== undefined && isGenuine(told.secret, webhook)).toBe(true);
    const body: unknown = JSON.parse(webhook?.body.toString() ?? "null");
    expect(body).toMatchObject({
      id: webhook?.headers["webhook-id"],
      type: "webhook.endpoint_disabled",
      data: { id, status: "disabled" },
    });
    expect(webhook?.body.toString()).not.toContain("whsec_");
    await waitFor(() => stage.logged(/"level":"?(error|50)/).some((line) => line.includes(id)), soon);

    const attempts = receiver.received.length;
    await stage.passTime(8 * hour);
    await lookAround();
    expect([receiver.received.length, other.received.length, stranger.received.length]).toEqual([
      attempts,
      1,
      0,
    ]);
    await Promise.all([other.close(), stranger.close()]);
  });

  it("and then succeeded once counts anew", async () => {
    const { appId, id } = await openMerchant();
    for (const answer of [500, 500, 200, 500, 500]) {
      status = answer;
      const [event] = await stage.writer.tell(appId, 1);
      await untilAttempts(event?.id ?? "", 1);
      await stage.passTime(2 * day);
    }
    await lookAround();
    expect(await endpointRow(id)).toMatchObject({ status: "enabled" });
  });
});

async function openMerchant() {
  const appId = await stage.writer.addApp();
  const endpoint = await stage.writer.addEndpoint(appId, { url: `${receiver.url}/hook` });
  return { appId, ...endpoint };
}

function untilAttempts(eventId: string, count: number): Promise<LoggedDelivery> {
  const probe = async () => {
    const delivery = await deliveryOf(stage.books, eventId);
    return delivery.attempts.length >= count && delivery.attemptsMade >= count && delivery;
  };
  return waitFor(probe, { ...soon, what: `attempt ${count} of ${eventId}` });
}

/** The wait from the end of the last attempt is this step, up to a tenth shorter or longer. */
function expectWait({ attempts, nextAttemptAt }: LoggedDelivery, stepMs: number): void {
  const last = attempts.at(-1);
  const endedAtMs = (last?.startedAt.getTime() ?? 0) + (last?.durationMs ?? 0);
  const waitMs = (nextAttemptAt?.getTime() ?? 0) - endedAtMs;
  expect(waitMs, `wait ${attempts.length}`).toBeGreaterThanOrEqual(stepMs * 0.9);
  // Between the answer and its log there may be a busy machine.
  expect(waitMs, `wait ${attempts.length}`).toBeLessThanOrEqual(stepMs * 1.1 + 2_000);
}

/** Lets time pass until the delivery is due in so many milliseconds, and has workers look around then. */
async function letPassAllBut(ms: number, { nextAttemptAt }: LoggedDelivery): Promise<void> {
  await stage.passTime((nextAttemptAt?.getTime() ?? 0) - Date.now() - ms);
  await lookAround();
}

/** Has workers deliver something elsewhere: what was due before it has been seen by then. */
async function lookAround(): Promise<void> {
  const { appId, receiver: other } = bystander;
  for (let round = 0; round < 2; round += 1) {
    const before = other.received.length;
    await stage.writer.tell(appId, 1);
    await waitFor(() => other.received.length > before, soon);
  }
}

async function endpointRow(id: string) {
  const [row] = await stage.books.rows("SELECT status, disabled_reason FROM webhook_endpoints WHERE id = ?", [
    id,
  ]);
  return row;
}
