import {
  type HostileAnswer,
  type HostileReceiver,
  startHostileReceiver,
  waitFor,
} from "@compose-pay/test-support";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { attemptCount } from "./harness/delivery-log.ts";
import { throwDice } from "./harness/dice.ts";
import { firstArrivals, newFacts, outOfOrder } from "./harness/told-payments.ts";
import { openWebhookStage, type WebhookStage } from "./harness/webhook-stage.ts";

const payments = 1_000;
const soon = { deadlineMs: 60_000 };
const minute = 60_000;
/** Of an endpoint that is away, until its circuit keeps the rest from it. */
const mostTried = 100;

let stage: WebhookStage;
let appId: string;
let receiver: HostileReceiver;
let status: (webhookId: string) => number;

beforeAll(async () => {
  stage = await openWebhookStage();
  await stage.product.addProcess("notify-worker");
});
afterAll(() => stage.close());
beforeEach(async () => {
  status = () => 200;
  receiver = await startHostileReceiver({
    answer: ({ headers }) => ({ kind: "status", status: status(String(headers["webhook-id"])) }),
  });
  appId = await stage.writer.addApp();
  await stage.writer.addEndpoint(appId, { url: receiver.url });
});
afterEach(() => receiver.close());

describe("the events of a payment", () => {
  it(`arrive in their sequence, ${payments} payments at once and announced in any order`, async () => {
    const events = await stage.writer.addEvents(appId, newFacts(payments, 3));
    const dice = throwDice();
    await stage.writer.announce(dice.shuffled(events));
    await stage.untilDeliveriesAre(appId, { succeeded: 3 * payments }, soon.deadlineMs);
    expect(outOfOrder(events, receiver.received), `JOURNEY_SEED=${dice.seed}`).toEqual([]);
    expect(receiver.received).toHaveLength(3 * payments);
    expect(await attemptCount(stage.books, appId)).toBe(3 * payments);
  });

  it("arrive in their sequence after an outage, but for what was tried in it", async () => {
    await receiver.goAway();
    const events = await stage.writer.addEvents(appId, newFacts(payments, 3));
    const dice = throwDice();
    await stage.writer.announce(dice.shuffled(events));
    await untilFannedOut(3 * payments);
    await receiver.comeBack();
    await stage.passTime(6 * minute);
    const most = 3 * payments;
    await waitFor(() => firstArrivals(receiver.received).length > most - mostTried, soon);
    await stage.passTime(30 * minute);
    await stage.untilDeliveriesAre(appId, { succeeded: most }, soon.deadlineMs);
    const tried = await paymentsTriedTwice();
    expect(tried.size).toBeLessThan(mostTried);
    const untried = events.filter(({ paymentId }) => !tried.has(paymentId ?? ""));
    expect(outOfOrder(untried, receiver.received), `JOURNEY_SEED=${dice.seed}`).toEqual([]);
  });

  it("do not stand in the way of each other when one of them is refused", async () => {
    const events = await stage.writer.addEvents(appId, newFacts(5, 3));
    const refused = new Set(events.filter(({ sequence }) => sequence === 2).map(({ id }) => id));
    status = (id) => (refused.has(id) ? 500 : 200);
    await stage.writer.announce(events);
    await stage.untilDeliveriesAre(appId, { succeeded: 10, retrying: 5 });
    status = () => 200;
    await stage.passTime(1 * minute);
    await stage.untilDeliveriesAre(appId, { succeeded: 15 });
  });
});

describe("two workers who look for the same deliveries", () => {
  it("make each attempt once, and each delivery ends once", async () => {
    const places = await Promise.all(
      Array.from({ length: 5 }, () => startHostileReceiver({ answer: slowly })),
    );
    const crowded = await stage.writer.addApp();
    for (const { url } of places) await stage.writer.addEndpoint(crowded, { url });
    await Promise.all(places.map((place) => place.goAway()));
    const events = await stage.writer.tell(crowded, 400);
    const count = places.length * events.length;
    await untilFannedOut(count, crowded);
    await Promise.all(places.map((place) => place.comeBack()));
    await stage.passTime(60 * minute);
    await stage.untilDeliveriesAre(crowded, { succeeded: count }, soon.deadlineMs);
    for (const { received } of places) {
      expect(new Set(firstArrivals(received))).toEqual(new Set(events.map(({ id }) => id)));
      expect(received).toHaveLength(events.length);
    }
    expect(await atOddsWithLog(crowded)).toEqual([]);
    await Promise.all(places.map((place) => place.close()));
  });
});

/** So that workers look several times at what is under way. */
function slowly(): HostileAnswer {
  return { kind: "status", status: 200, delayMs: 300 };
}

async function untilFannedOut(count: number, ofApp = appId): Promise<void> {
  const sql = "SELECT COUNT(*) AS count FROM deliveries WHERE app_id = ?";
  await waitFor(async () => (await stage.books.rows<{ count: number }>(sql, [ofApp]))[0]?.count === count, {
    ...soon,
    everyMs: 100,
  });
}

/** Payments with an event that was not taken at once. */
async function paymentsTriedTwice(): Promise<ReadonlySet<string>> {
  const rows = await stage.books.rows<{ paymentId: string }>(
    `SELECT DISTINCT e.payment_id AS paymentId FROM deliveries AS d JOIN events AS e ON e.id = d.event_id
      WHERE d.app_id = ? AND d.attempts_made > 1`,
    [appId],
  );
  return new Set(rows.map(({ paymentId }) => paymentId));
}

/** Deliveries whose log has not exactly one success, as the last of their attempts. */
async function atOddsWithLog(ofApp: string): Promise<readonly unknown[]> {
  return stage.books.rows(
    `SELECT d.id FROM deliveries AS d JOIN delivery_attempts AS a ON a.delivery_id = d.id WHERE d.app_id = ?
      GROUP BY d.id HAVING SUM(a.status = 200) <> 1 OR COUNT(*) <> MAX(d.attempts_made)
      OR MAX(IF(a.status = 200, a.number, 0)) <> MAX(d.attempts_made)`,
    [ofApp],
  );
}
