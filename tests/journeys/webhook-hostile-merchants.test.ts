import {
  type Greeting,
  type HostileAnswer,
  type HostileReceiver,
  startHostileReceiver,
  startWebhookSink,
  waitFor,
  type WebhookSink,
} from "@compose-pay/test-support";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deliveryOf, deliveryStates, type LoggedDelivery } from "./harness/delivery-log.ts";
import { openWebhookStage, type WebhookStage } from "./harness/webhook-stage.ts";
import { worstOf } from "./harness/worst-of.ts";

/** An attempt ends after 10 s. */
const attemptMs = 10_000;
const soon = { deadlineMs: attemptMs + 20_000 };
/** What a 1 GiB answer may leave in buffers between the two processes. */
const mostTakenBytes = 32 * 1_024 ** 2;
const mostGrowthBytes = 96 * 1_024 ** 2;

let stage: WebhookStage;
let elsewhere: WebhookSink;
const receivers: HostileReceiver[] = [];

beforeAll(async () => {
  stage = await openWebhookStage();
  elsewhere = await startWebhookSink();
});
afterAll(async () => {
  await Promise.all(receivers.map((receiver) => receiver.close()));
  await elsewhere.close();
  await stage.close();
});

describe("a merchant who answers late", () => {
  it("is heard after 9.9 s and not after 10.1 s", async () => {
    const [late, tooLate] = await Promise.all([
      openMerchant({ answer: { kind: "status", status: 200, delayMs: 9_900 } }),
      openMerchant({ answer: { kind: "status", status: 200, delayMs: 10_100 } }),
    ]);
    expect(await afterOneAttempt(late)).toMatchObject({ state: "succeeded", lastStatus: 200 });
    const refused = await afterOneAttempt(tooLate);
    expect(refused).toMatchObject({ state: "retrying", lastStatus: null });
    expect(refused.attempts).toMatchObject([{ status: null, error: "too_slow" }]);
    expect(refused.attempts[0]?.durationMs).toBeLessThan(attemptMs + 1_000);
  });
});

/** What a merchant does, and what the log says of it. */
type Misbehaviour = readonly [name: string, does: MerchantPlan, ends: "succeeded" | "retrying", logs: object];

const begun = "x".repeat(1_024);
const misbehaviours: readonly Misbehaviour[] = [
  ["resets before reading", { greet: "reset" }, "retrying", { status: null, error: "reset" }],
  ["resets after reading", { answer: { kind: "reset" } }, "retrying", { status: null, error: "reset" }],
  ["closes without a word", { answer: { kind: "close" } }, "retrying", { status: null, error: "reset" }],
  ["never reads", { greet: "never_read" }, "retrying", { status: null, error: "too_slow" }],
  ["says nothing", { answer: { kind: "silence" } }, "retrying", { status: null, error: "too_slow" }],
  ["sends half a head", { answer: { kind: "half_head" } }, "retrying", { status: null, error: "too_slow" }],
  ["drips a head", { answer: { kind: "drip_head" } }, "retrying", { status: null, error: "too_slow" }],
  ["is no HTTP", { answer: { kind: "garbage" } }, "retrying", { status: null, error: "answer_malformed" }],
  ["drips a 200", { answer: { kind: "drip_body", status: 200 } }, "succeeded", { status: 200, error: null }],
  ["sends 1 GiB of 200", huge(200), "succeeded", { status: 200, error: null, responseStart: begun }],
  ["sends 1 GiB of 500", huge(500), "retrying", { status: 500, error: "status_500", responseStart: begun }],
  [
    "never ends",
    { answer: { kind: "endless_body", status: 201 } },
    "succeeded",
    { status: 201, error: null },
  ],
];

function huge(status: number): MerchantPlan {
  return { answer: { kind: "huge_body", status, bytes: 1_024 ** 3 } };
}

describe("merchants who misbehave all at once", () => {
  it("have their attempts ended and logged, and cost the one beside them nothing", async () => {
    const before = await memoryOfWorker();
    const healthy = await openMerchant({ events: 0 });
    const redirects = await openMerchants(
      [301, 302, 303, 307, 308].map((status) => ({
        answer: { kind: "status", status, headers: { location: `${elsewhere.url}/there` } } as const,
      })),
    );
    const opened = await openMerchants(misbehaviours.map(([, does]) => does));
    const waits: number[] = [];
    let mostMemory = 0;
    for (let round = 0; round < 40; round += 1) {
      const [event] = await stage.writer.tell(healthy.appId, 1);
      const toldAt = Date.now();
      await waitFor(() => healthy.receiver.received.length > round, {
        deadlineMs: 20_000,
        what: event?.id ?? "",
      });
      waits.push((healthy.receiver.received[round]?.arrivedAtMs ?? 0) - toldAt);
      mostMemory = Math.max(mostMemory, await memoryOfWorker());
      await pause(100);
    }

    for (const [index, [name, does, ends, logs]] of misbehaviours.entries()) {
      const merchant = opened[index];
      if (merchant === undefined) throw new Error(`${name} was opened`);
      const delivery = await afterOneAttempt(merchant);
      expect(delivery, name).toMatchObject({ state: ends });
      expect(delivery.attempts, name).toMatchObject([{ number: 1, ...logs }]);
      expect(delivery.attempts[0]?.durationMs, name).toBeLessThan(attemptMs + 1_500);
      expect(merchant.receiver.bytesSent(), name).toBeLessThan(mostTakenBytes);
      // Who never reads does not see either that the other side has left.
      if (does.greet === "never_read") continue;
      await waitFor(() => merchant.receiver.connections() === 0, { ...soon, what: `the end of who ${name}` });
    }
    for (const merchant of redirects) {
      const { state, attempts } = await afterOneAttempt(merchant);
      expect([state, attempts.length]).toEqual(["retrying", 1]);
      expect(attempts[0]?.error).toMatch(/^status_30[12378]$/);
    }
    expect(elsewhere.received).toEqual([]);
    expect(mostMemory - before).toBeLessThan(mostGrowthBytes);
    // Nobody waits for an attempt of somebody else, which takes 10 s.
    expect(worstOf(waits)).toBeLessThan(3_000);
    await stage.untilDeliveriesAre(healthy.appId, { succeeded: 40 });
  });
});

describe("a merchant who is busy or gone", () => {
  it.each([
    ["429 with seconds", 429, "120", 120_000],
    ["503 with seconds", 503, "60", 60_000],
    ["503 with a date", 503, "90 s from now", 90_000],
    ["429 with less than the ladder's step", 429, "1", 13_500],
    ["500, where it means nothing", 500, "3600", 13_500],
  ] as const)("is left alone as long as it asks: %s", async (_, status, asked, leastMs) => {
    const retryAfter = asked === "90 s from now" ? new Date(Date.now() + 90_000).toUTCString() : asked;
    const headers = { "retry-after": retryAfter };
    const merchant = await openMerchant({ answer: { kind: "status", status, headers } });
    const { state, attempts, nextAttemptAt } = await afterOneAttempt(merchant);
    const [only] = attempts;
    const waitMs = (nextAttemptAt?.getTime() ?? 0) - (only?.startedAt.getTime() ?? 0);
    expect([state, only?.error]).toEqual(["retrying", `status_${status}`]);
    // A date has no milliseconds.
    expect(waitMs).toBeGreaterThanOrEqual(leastMs - 1_000);
    expect(waitMs).toBeLessThanOrEqual(leastMs * 1.3 + 1_000);
  });

  it("says so by 410: its delivery ends, the endpoint is disabled, and what else waits is not sent", async () => {
    let status = 500;
    const merchant = await openMerchant({ answer: () => ({ kind: "status", status }), events: 3 });
    await stage.untilDeliveriesAre(merchant.appId, { retrying: 3 });
    status = 410;
    await stage.writer.tell(merchant.appId, 1);
    await stage.untilDeliveriesAre(merchant.appId, { retrying: 3, exhausted: 1 });
    const sql = "SELECT status, disabled_reason FROM webhook_endpoints WHERE app_id = ?";
    expect(await stage.books.rows(sql, [merchant.appId])).toMatchObject([
      { status: "disabled", disabled_reason: "gone" },
    ]);
    await stage.passTime(60_000);
    await stage.writer.tell(merchant.appId, 1);
    await afterOneAttempt(await openMerchant({}));
    expect(merchant.receiver.received).toHaveLength(4);
    expect(await deliveryStates(stage.books, merchant.appId)).toEqual({ retrying: 3, exhausted: 1 });
  });
});

interface OpenedMerchant {
  readonly appId: string;
  readonly receiver: HostileReceiver;
  /** Of its one event; empty if it got none. */
  readonly eventId: string;
}

interface MerchantPlan {
  readonly greet?: Greeting;
  readonly answer?: HostileAnswer | (() => HostileAnswer);
  readonly events?: number;
}

/** An app with one endpoint, which is told of an event. */
async function openMerchant({ greet, answer, events = 1 }: MerchantPlan): Promise<OpenedMerchant> {
  const receiver = await startHostileReceiver({
    greet: () => greet ?? "read",
    answer: () => (typeof answer === "function" ? answer() : (answer ?? { kind: "status", status: 204 })),
  });
  receivers.push(receiver);
  const appId = await stage.writer.addApp();
  await stage.writer.addEndpoint(appId, { url: `${receiver.url}/hook` });
  const [event] = await stage.writer.tell(appId, events);
  return { appId, receiver, eventId: event?.id ?? "" };
}

function openMerchants(plans: readonly MerchantPlan[]): Promise<readonly OpenedMerchant[]> {
  return Promise.all(plans.map(openMerchant));
}

function afterOneAttempt({ eventId }: OpenedMerchant): Promise<LoggedDelivery> {
  const probe = async () => {
    const delivery = await deliveryOf(stage.books, eventId);
    return delivery.attempts.length > 0 && delivery;
  };
  return waitFor(probe, { ...soon, everyMs: 50, what: `an attempt of ${eventId}` });
}

/** What the worker's process has in memory, in bytes. */
async function memoryOfWorker(): Promise<number> {
  const url = new URL("/metrics", stage.product.process("notify-worker").healthUrl);
  const text = await (await fetch(url)).text();
  return Number(/^compose_pay_process_resident_memory_bytes\S* (\S+)$/m.exec(text)?.[1]);
}
