import {
  type HostileAnswer,
  type HostileReceiver,
  startHostileReceiver,
  waitFor,
} from "@compose-pay/test-support";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from "vitest";
import { attemptCount, deliveryOf, deliveryStates, type LoggedDelivery } from "./harness/delivery-log.ts";
import type { WrittenEndpoint } from "./harness/event-writer.ts";
import { isGenuine } from "./harness/genuine.ts";
import { openWebhookStage, type WebhookStage } from "./harness/webhook-stage.ts";

const soon = { deadlineMs: 30_000 };
/** Longer than any worker holds a delivery. */
const afterEveryHoldMs = 120_000;
const ok: HostileAnswer = { kind: "status", status: 200 };

let stage: WebhookStage;
let receiver: HostileReceiver;
let answer: (index: number) => HostileAnswer | Promise<HostileAnswer>;
let appId: string;
let endpoint: WrittenEndpoint;

beforeAll(async () => {
  stage = await openWebhookStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  answer = () => ok;
  receiver = await startHostileReceiver({ answer: (_, index) => answer(index) });
  appId = await stage.writer.addApp();
  endpoint = await stage.writer.addEndpoint(appId, { url: `${receiver.url}/hook` });
});
afterEach(() => receiver.close());

describe("a worker that is killed between the POST and its log", () => {
  it("leaves deliveries that another makes again: same id, same bytes, a new signature", async () => {
    answer = () => ({ kind: "silence" });
    const events = await stage.writer.tell(appId, 5);
    await untilReceived(5);
    await stage.kill("notify-worker");
    answer = () => ok;
    await stage.product.restart("notify-worker");
    await untilTheClockShowsAnotherSecond();
    expect(await deliveryStates(stage.books, appId)).toEqual({ pending: 5 });
    await stage.passTime(afterEveryHoldMs);
    await stage.untilDeliveriesAre(appId, { succeeded: events.length });
    expect(receiver.received).toHaveLength(10);
    for (const { id, body } of events) {
      const [first, second, ...others] = webhooksOf(id);
      expect(others).toEqual([]);
      expect(first?.body.toString()).toBe(body);
      expect(second?.body).toEqual(first?.body);
      expect(timestampOf(second)).toBeGreaterThan(timestampOf(first));
      expect(second !== undefined && isGenuine(endpoint.secret, second)).toBe(true);
      expect((await deliveryOf(stage.books, id)).attempts).toMatchObject([{ number: 1, status: 200 }]);
    }
  });

  it("does so in the middle of the ladder without losing a step", async () => {
    answer = (index) => (index === 0 ? { kind: "status", status: 500 } : { kind: "silence" });
    const events = await stage.writer.tell(appId, 1);
    const [{ id } = { id: "" }] = events;
    await waitFor(async () => (await deliveryOf(stage.books, id)).attemptsMade === 1, soon);
    await stage.passTime(17_000);
    await untilReceived(2);
    await stage.kill("notify-worker");
    answer = () => ({ kind: "status", status: 500 });
    await stage.product.restart("notify-worker");
    await stage.passTime(afterEveryHoldMs);
    await waitFor(async () => (await deliveryOf(stage.books, id)).attemptsMade === 2, soon);
    const waiting = await deliveryOf(stage.books, id);
    expect(waiting.attempts.map(({ number, status }) => [number, status])).toEqual([
      [1, 500],
      [2, 500],
    ]);
    expect(waitOf(waiting)).toBeGreaterThanOrEqual(13_500);
    expect(waitOf(waiting)).toBeLessThanOrEqual(17_000);
    expect(waiting.state).toBe("retrying");
  });
});

describe("a worker that probes behind an open circuit", () => {
  it("can be killed there: another one probes, and all arrive in the end", async () => {
    answer = () => ({ kind: "status", status: 500 });
    await stage.writer.tell(appId, 40);
    await waitFor(async () => ((await circuitRow())?.["open_until"] ?? null) !== null, soon);
    await waitFor(async () => (await attemptCount(stage.books, appId)) === receiver.received.length, soon);
    const before = receiver.received.length;
    answer = () => ({ kind: "silence" });
    await stage.passTime(16_000);
    await untilReceived(before + 1);
    await stage.kill("notify-worker");
    answer = () => ok;
    await stage.product.restart("notify-worker");
    await stage.passTime(31_000);
    await waitFor(async () => (await circuitRow())?.["open_until"] === null, soon);
    await stage.passTime(afterEveryHoldMs);
    await stage.untilDeliveriesAre(appId, { succeeded: 40 });
  });
});

describe("a worker that is told to stop", () => {
  it("begins nothing more and waits for the answers under way: nobody is told twice", async () => {
    const held = Promise.withResolvers<HostileAnswer>();
    answer = () => held.promise;
    await stage.writer.tell(appId, 10);
    await untilReceived(10);
    const stopping = /"msg":"stopping"/;
    const before = stage.logged(stopping).length;
    const stopped = stage.product.process("notify-worker").process.stop(20_000);
    await waitFor(() => stage.logged(stopping).length > before, soon);
    held.resolve(ok);
    expect(await stopped).toMatchObject({ code: 0 });
    await stage.untilDeliveriesAre(appId, { succeeded: 10 });
    await stage.product.restart("notify-worker");
    await stage.passTime(afterEveryHoldMs);
    answer = () => ok;
    await stage.writer.tell(appId, 1);
    await stage.untilDeliveriesAre(appId, { succeeded: 11 });
    expect(receiver.received).toHaveLength(11);
  });
});

describe("a database that goes away after the POST", () => {
  it("and is back soon has every answer saved, and nobody is told twice", async () => {
    const events = await loseDatabaseAfterPosts();
    await untilWorkerIs("away");
    await stage.lines.database.restore();
    await stage.untilDeliveriesAre(appId, { succeeded: events.length });
    expect(receiver.received).toHaveLength(events.length);
  });

  it("and stays away longer than answers are kept loses no delivery: each is made again", async () => {
    const events = await loseDatabaseAfterPosts();
    const givenUp = /could not be saved/;
    const before = stage.logged(givenUp).length;
    await waitFor(() => stage.logged(givenUp).length === before + events.length, soon);
    await stage.lines.database.restore();
    await untilWorkerIs("ready");
    expect(await deliveryStates(stage.books, appId)).toEqual({ pending: events.length });
    await stage.passTime(afterEveryHoldMs);
    await stage.untilDeliveriesAre(appId, { succeeded: events.length });
    for (const { id, body } of events) {
      expect(webhooksOf(id).map((webhook) => webhook.body.toString())).toEqual([body, body]);
    }
  });
});

describe("the loss of every queue", () => {
  it("costs no event: sweeps bring those that nobody was told of", async () => {
    await stage.product.process("notify-worker").process.stop(20_000);
    await stage.writer.tell(appId, 50);
    await waitFor(async () => (await stage.broker.depths()).get("notify.events") === 1, soon);
    await stage.broker.purgeQueues();
    await stage.product.restart("notify-worker");
    await stage.passTime(700_000);
    await stage.untilDeliveriesAre(appId, { succeeded: 50 });
    expect(receiver.received).toHaveLength(50);
  });

  it("costs none when everything restarts, with deliveries that wait in the middle of their ladder", async () => {
    answer = () => ({ kind: "status", status: 503 });
    await stage.writer.tell(appId, 5);
    await stage.untilDeliveriesAre(appId, { retrying: 5 });
    await Promise.all([stage.kill("notify-worker"), stage.kill("reconcile-worker")]);
    await stage.writer.addEvents(appId, [{}, {}]);
    await stage.broker.deleteQueues();
    answer = () => ok;
    await Promise.all([stage.product.restart("notify-worker"), stage.product.restart("reconcile-worker")]);
    await stage.passTime(700_000);
    await stage.untilDeliveriesAre(appId, { succeeded: 7 });
    expect(receiver.received).toHaveLength(12);
    expect(await stage.broker.deadLetters()).toEqual([]);
  });

  it("and of every line costs none either: sweeps put what waits into lines again", async () => {
    answer = () => ({ kind: "status", status: 503 });
    await stage.writer.tell(appId, 5);
    await stage.untilDeliveriesAre(appId, { retrying: 5 });
    expect(await stage.books.change("DELETE FROM delivery_targets WHERE app_id = ?", [appId])).toBe(1);
    answer = () => ok;
    await stage.passTime(60_000);
    await stage.untilDeliveriesAre(appId, { succeeded: 5 });
    expect(receiver.received).toHaveLength(10);
  });
});

async function circuitRow() {
  const [row] = await stage.books.rows("SELECT open_until FROM delivery_targets WHERE app_id = ?", [appId]);
  return row;
}

/** Five webhooks are there and have their answers only when the database cannot be told any more. */
async function loseDatabaseAfterPosts() {
  const held = Promise.withResolvers<HostileAnswer>();
  answer = () => held.promise;
  const events = await stage.writer.tell(appId, 5);
  await untilReceived(5);
  await stage.lines.database.cut();
  held.resolve(ok);
  answer = () => ok;
  return events;
}

const webhooksOf = (eventId: string) =>
  receiver.received.filter(({ headers }) => headers["webhook-id"] === eventId);

function timestampOf(webhook: { readonly headers: Readonly<Record<string, unknown>> } | undefined): number {
  return Number(webhook?.headers["webhook-timestamp"]);
}

async function untilReceived(count: number): Promise<void> {
  await waitFor(() => receiver.received.length >= count, { ...soon, what: `${count} webhooks` });
}

/** From the end of the last attempt, in milliseconds. */
function waitOf({ attempts, nextAttemptAt }: LoggedDelivery): number {
  const last = attempts.at(-1);
  return (nextAttemptAt?.getTime() ?? 0) - (last?.startedAt.getTime() ?? 0) - (last?.durationMs ?? 0);
}

async function untilTheClockShowsAnotherSecond(): Promise<void> {
  const sent = Math.max(...receiver.received.map(timestampOf));
  await waitFor(() => Date.now() / 1_000 >= sent + 1, soon);
}

async function untilWorkerIs(state: "away" | "ready"): Promise<void> {
  const { healthUrl } = stage.product.process("notify-worker");
  await waitFor(async () => (await fetch(healthUrl)).ok === (state === "ready"), {
    ...soon,
    what: `a worker that is ${state}`,
  });
}
