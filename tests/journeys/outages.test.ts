import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { paymentOf, problemOf, send } from "./harness/merchant.ts";
import { findDisagreements, untilAllEnded } from "./harness/reckoning.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { startSteadyLoad, type SteadyLoad } from "./harness/steady-load.ts";
import { untilStatus } from "./harness/until-status.ts";

let stage: Stage;
let load: SteadyLoad;

/** The least that can be set; a call is answered by then whatever is away. */
const answerDeadlineMs = 11_000;

beforeAll(async () => {
  stage = await openStage({
    env: {
      ingress: { ANSWER_DEADLINE_MS: `${answerDeadlineMs}` },
      "reconcile-worker": { SWEEP_EVERY_MS: "500", SWEEP_LEASE_MS: "5000" },
    },
  });
  for (const channel of ["wechat", "alipay"] as const) await stage.customer.setAutopay(channel, 1, 100);
  load = startSteadyLoad(stage, { perSecond: 20 });
  await load.untilAnswered(20);
});
afterAll(() => stage.close());

describe("under a steady load", () => {
  it("the broker goes: payments are taken all the same, and readiness says why nothing moves", async () => {
    await stage.lines.broker.cut();
    await untilReadinessIs(503, { broker: "unavailable", database: "ok" });
    expect(paymentOf(await create({ prefer: "wait=5" })).status).toBe("processing");
    await load.untilAnswered(60);
    await stage.lines.broker.restore();
    await untilReadinessIs(200, { broker: "ok" });
    expect(load.refusals()).toEqual([]);
  });

  it("the database goes: calls are answered 503 in time, and readiness says why", async () => {
    await stage.lines.database.cut();
    await untilReadinessIs(503, { database: "unavailable", broker: "ok" });
    for (let call = 0; call < 5; call += 1) {
      const answer = await create();
      expect([answer.status, problemOf(answer).code]).toEqual([503, "overloaded"]);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    }
    await load.untilAnswered(200);
    await stage.lines.database.restore();
    await untilReadinessIs(200, { database: "ok" });
    await untilTaken();
  });

  it("the database hangs: nobody waits longer than the deadline of an answer", async () => {
    await stage.lines.database.stall();
    const answer = await create();
    expect([answer.status, problemOf(answer).code]).toEqual([503, "overloaded"]);
    await stage.lines.database.restore();
    await untilTaken();
    await load.untilNoneWaits();
  });

  it("Redis goes: everything goes on, and readiness says that something is missing", async () => {
    const before = load.refusals().length;
    await stage.lines.redis.cut();
    await untilReadinessIs(200, { redis: "degraded" }, "degraded");
    await load.untilAnswered(60);
    await stage.lines.redis.restore();
    await untilReadinessIs(200, { redis: "ok" });
    expect(load.refusals().length).toBe(before);
  });

  it.each(["broker", "redis"] as const)("%s hangs: payments are taken all the same", async (line) => {
    const before = load.refusals().length;
    await stage.lines[line].stall();
    expect(paymentOf(await create({ prefer: "wait=0" })).status).toBe("processing");
    await load.untilAnswered(60);
    await stage.lines[line].restore();
    expect(load.refusals().length).toBe(before);
  });

  it("all queues are deleted with what is in them, and made anew", async () => {
    const { product, broker } = stage;
    const workers = ["channel-worker", "notify-worker"] as const;
    // While nobody takes them, orders, notifications and events gather in the queues.
    expect(await product.process("notify-worker").process.stop(30_000)).toMatchObject({ code: 0 });
    await load.untilAnswered(40);
    expect(await product.process("channel-worker").process.stop(30_000)).toMatchObject({ code: 0 });
    await load.untilAnswered(40);
    const depths = await broker.depths();
    for (const queue of ["channel.wechat.interactive", "channel.alipay.interactive", "notify.events"]) {
      expect(depths.get(queue), queue).toBeGreaterThan(0);
    }
    await broker.deleteQueues();
    await Promise.all(workers.map((name) => product.restart(name)));
    await load.untilAnswered(40);
    const { id } = await stage.merchant.mustCreate({ method: "mock" });
    await untilStatus(stage.merchant, id, "succeeded", 30_000);
  });

  it(
    "no acknowledged payment is lost, none is paid twice and every merchant is told",
    { timeout: 240_000 },
    async () => {
      await load.stop();
      const taken = load.acknowledged();
      expect(taken.length).toBeGreaterThan(200);
      await untilAllEnded(stage, taken, 120_000);
      expect(await findDisagreements(stage, taken)).toEqual([]);
      expect(new Set(load.refusals())).toEqual(new Set(["overloaded"]));
      expect(load.slowestMs()).toBeLessThan(answerDeadlineMs + 5_000);
      expect(await stage.broker.deadLetters()).toEqual([]);
      await waitFor(async () => (await stage.books.rows("SELECT id FROM outbox")).length === 0, {
        deadlineMs: 30_000,
      });
    },
  );

  it("nothing secret is written about it", async () => expect(await stage.leaks()).toEqual([]));
});

function create(headers: Readonly<Record<string, string>> = {}) {
  return stage.merchant.create({}, headers);
}

async function untilTaken(): Promise<void> {
  await waitFor(async () => (await create({ prefer: "wait=0" })).status < 300, {
    deadlineMs: 30_000,
    what: "a payment that is taken",
  });
}

const readiness = z.object({ status: z.string(), checks: z.record(z.string(), z.unknown()) });

async function untilReadinessIs(
  status: number,
  checks: Readonly<Record<string, string>>,
  word?: string,
): Promise<void> {
  const probe = async () => {
    const answer = await send(stage.product.apiUrl, { method: "GET", path: "/readyz" });
    const told = readiness.parse(JSON.parse(answer.text));
    const isAsSaid = Object.entries(checks).every(([name, state]) => told.checks[name] === state);
    return answer.status === status && isAsSaid && (word === undefined || told.status === word);
  };
  await waitFor(probe, {
    deadlineMs: 30_000,
    everyMs: 100,
    what: `readiness ${status} ${JSON.stringify(checks)}`,
  });
}
