import { setTimeout as pause } from "node:timers/promises";
import {
  type HostileAnswer,
  type HostileReceiver,
  startHostileReceiver,
  waitFor,
} from "@compose-pay/test-support";
import type { EventRow } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attemptCount, deliveryStates } from "./harness/delivery-log.ts";
import { throwDice } from "./harness/dice.ts";
import { firstArrivals, newFacts, outOfOrder } from "./harness/told-payments.ts";
import { openWebhookStage, type WebhookStage } from "./harness/webhook-stage.ts";
import { worstOf } from "./harness/worst-of.ts";

const flood = 10_000;
const healthyMerchants = 3;
const [rounds, paymentsInRound] = [20, 5];
const soon = { deadlineMs: 60_000 };
const minute = 60_000;
/** Of the machine, which does the flood's work, too, and is shared. */
const slowerAtMost = 5;
/** Below the 8 s of an attempt that hangs, so that one who waits for such a one is seen. */
const slowMs = 5_000;

let stage: WebhookStage;
/** What the healthy wait when nobody else is there. */
let undisturbedMs: number;

beforeAll(async () => {
  const settings = { WEBHOOK_TOTAL_TIMEOUT_MS: "8000", WEBHOOK_CONNECT_TIMEOUT_MS: "1000" };
  stage = await openWebhookStage({ env: { "notify-worker": settings } });
  await tellHealthy();
  undisturbedMs = await tellHealthy();
});
afterAll(() => stage.close());

describe(`${flood} events for an endpoint`, () => {
  it.each(["refuses connections", "hangs"] as const)(
    "that %s cost the others nothing, and all arrive when it is back",
    { timeout: 150_000 },
    async (fault) => {
      const dead = await openMerchant(fault === "hangs" ? { kind: "silence" } : ok);
      if (fault === "refuses connections") await dead.receiver.goAway();
      const events = await stage.writer.addEvents(dead.appId, newFacts(flood / 2, 2));
      const flooding = announceSteadily(events);
      const disturbedMs = await tellHealthy();
      await flooding;
      await untilFannedOut(dead.appId);
      const besideBacklogMs = await tellHealthy();
      console.log(
        `p99 of the healthy: ${undisturbedMs} ms alone, ${disturbedMs} ms and ${besideBacklogMs} ms beside one that ${fault}`,
      );
      const bearableMs = Math.max(undisturbedMs * slowerAtMost, slowMs);
      expect(disturbedMs).toBeLessThan(bearableMs);
      expect(besideBacklogMs).toBeLessThan(bearableMs);
      await waitFor(async () => (await circuitOf(dead.appId)) === "open", soon);
      const attempted = await attemptCount(stage.books, dead.appId);
      expect(attempted).toBeLessThan(flood / 20);

      dead.answer = ok;
      await dead.receiver.comeBack();
      await waitFor(() => dead.receiver.connections() === 0, soon);
      const heardBefore = dead.receiver.received.length;
      await stage.passTime(6 * minute);
      await waitFor(
        async () => ((await deliveryStates(stage.books, dead.appId))["succeeded"] ?? 0) >= flood - attempted,
        {
          ...soon,
          everyMs: 200,
        },
      );
      await stage.passTime(30 * minute);
      await stage.untilDeliveriesAre(dead.appId, { succeeded: flood });
      const came = dead.receiver.received.slice(heardBefore);
      expect(new Set(firstArrivals(came))).toEqual(new Set(events.map(({ id }) => id)));
      expect(outOfOrder(await neverFailed(dead.appId, events), came)).toEqual([]);
      expect(await circuitOf(dead.appId)).toBe("closed");
    },
  );
});

const ok: HostileAnswer = { kind: "status", status: 200 };

interface Merchant {
  readonly appId: string;
  readonly receiver: HostileReceiver;
  answer: HostileAnswer;
}

async function openMerchant(answer: HostileAnswer): Promise<Merchant> {
  const receiver = await startHostileReceiver({ answer: () => merchant.answer });
  const appId = await stage.writer.addApp();
  const merchant: Merchant = { appId, receiver, answer };
  await stage.writer.addEndpoint(appId, { url: `${receiver.url}/hook` });
  return merchant;
}

/** Tells three merchants who answer of 200 events each; answers the 99th percentile of the waits in milliseconds. */
async function tellHealthy(): Promise<number> {
  const merchants = await Promise.all(Array.from({ length: healthyMerchants }, () => openMerchant(ok)));
  const told = new Map<string, number>();
  const all = merchants.map((): EventRow[] => []);
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(
      merchants.map(async ({ appId }, index) => {
        const events = await stage.writer.addEvents(appId, newFacts(paymentsInRound, 2));
        const toldAtMs = Date.now();
        for (const { id } of events) told.set(id, toldAtMs);
        await stage.writer.announce(throwDice().shuffled(events));
        all[index]?.push(...events);
      }),
    );
    await pause(250);
  }
  const perMerchant = rounds * paymentsInRound * 2;
  await Promise.all(
    merchants.map(({ appId }) => stage.untilDeliveriesAre(appId, { succeeded: perMerchant })),
  );
  for (const [index, { receiver }] of merchants.entries()) {
    expect(receiver.received).toHaveLength(perMerchant);
    expect(outOfOrder(all[index] ?? [], receiver.received)).toEqual([]);
  }
  const waits = merchants.flatMap(({ receiver }) =>
    receiver.received.map(
      ({ arrivedAtMs, headers }) => arrivedAtMs - (told.get(String(headers["webhook-id"])) ?? 0),
    ),
  );
  await Promise.all(merchants.map(({ receiver }) => receiver.close()));
  return worstOf(waits);
}

/** As fast as the worker makes deliveries of them, so that it is not its queue that is flooded. */
async function announceSteadily(events: readonly EventRow[]): Promise<void> {
  const sql = "SELECT COUNT(*) AS count FROM events WHERE app_id = ? AND due_at IS NULL";
  for (let from = 0; from < events.length; from += 250) {
    const some = events.slice(from, from + 250);
    await stage.writer.announce(some);
    await waitFor(async () => {
      const [row] = await stage.books.rows<{ count: number }>(sql, [some[0]?.appId ?? null]);
      return (row?.count ?? 0) >= from;
    }, soon);
  }
}

async function untilFannedOut(appId: string): Promise<void> {
  const sql = "SELECT COUNT(*) AS count FROM deliveries WHERE app_id = ?";
  await waitFor(async () => (await stage.books.rows<{ count: number }>(sql, [appId]))[0]?.count === flood, {
    ...soon,
    everyMs: 200,
  });
}

async function circuitOf(appId: string): Promise<"open" | "closed"> {
  const rows = await stage.books.rows("SELECT open_until FROM delivery_targets WHERE app_id = ?", [appId]);
  expect(rows).toHaveLength(1);
  return rows[0]?.["open_until"] === null ? "closed" : "open";
}

/** Events of payments of which every event arrived at the first attempt. */
async function neverFailed(appId: string, events: readonly EventRow[]): Promise<readonly EventRow[]> {
  const rows = await stage.books.rows<{ paymentId: string }>(
    `SELECT DISTINCT e.payment_id AS paymentId FROM deliveries AS d JOIN events AS e ON e.id = d.event_id
      WHERE d.app_id = ? AND d.attempts_made > 1`,
    [appId],
  );
  const failed = new Set(rows.map(({ paymentId }) => paymentId));
  return events.filter(({ paymentId }) => !failed.has(paymentId ?? ""));
}
