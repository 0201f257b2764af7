import type { Payment } from "@compose-pay/contracts";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type LinedAccount, openLinedAccount } from "./harness/channel-lines.ts";
import { type Merchant, newOrderNo, paymentOf, problemOf } from "./harness/merchant.ts";
import { createOperator, type Operator } from "./harness/operator.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { untilCircuitObeyed } from "./harness/until-circuit-obeyed.ts";
import { untilStatus } from "./harness/until-status.ts";

const leastCalls = 6;
const deadlineMs = 3_000;
const method = "wechat_native";
/** What was let go unread is due again after half a minute. */
const afterOutageMs = 60_000;
const longTestMs = 150_000;

let stage: Stage;
let operator: Operator;
/** By their priority for the first merchant; the second merchant has the second one alone. */
let first: LinedAccount;
let second: LinedAccount;
let merchant: Merchant;
let neighbour: Merchant;

beforeAll(async () => {
  const worker = {
    CHANNEL_DEADLINE_MS: `${deadlineMs}`,
    CIRCUIT_LEAST_CALLS: `${leastCalls}`,
    CIRCUIT_WINDOW_MS: "5000",
    CIRCUIT_OPEN_MS: "2000",
    PREFETCH_INTERACTIVE: "8",
  };
  stage = await openStage({
    env: { "channel-worker": worker, "reconcile-worker": { SWEEP_EVERY_MS: "250" } },
  });
  operator = createOperator(stage);
  first = await openLinedAccount(stage, operator);
  second = await openLinedAccount(stage, operator);
  merchant = await openShop([first, second]);
  neighbour = await openShop([second]);
});
afterEach(async () => {
  await first.line.restore();
  await stage.lines.redis.restore();
  for (const { id } of [first, second]) await say("auto", id);
  await waitFor(async () => (await accountOf(await merchant.mustCreate({ method }))) === first.id, {
    deadlineMs: 30_000,
    everyMs: 300,
    what: "the first account as it was",
  });
});
afterAll(async () => {
  await first.line.close();
  await second.line.close();
  await stage.close();
});

describe("an account whose channel is not reached", () => {
  it(
    "has its circuit opened, the next account takes its orders, and none of its own is lost",
    async () => {
      await first.line.cut();
      // The circuit can open on no fewer, so that these are all of the first account.
      const caught = await createMany(leastCalls);
      await createMany(leastCalls);
      const taken = await waitFor(
        async () => {
          const made = await merchant.mustCreate({ method }, { prefer: "wait=0" });
          return (await accountOf(made)) === second.id && made;
        },
        { deadlineMs: 20_000, everyMs: 100, what: "an order at the second account" },
      );
      await untilStatus(merchant, taken.id, "requires_action");
      const shown = await stateOf(first, "create");
      expect(["open", "half_open"]).toContain(shown?.state);
      expect(["connect_failed", "connection_reset"]).toContain(shown?.reason);
      expect(await stateOf(second, "create")).toMatchObject({ state: "closed" });

      await first.line.restore();
      for (const { id } of caught) await untilStatus(merchant, id, "requires_action", afterOutageMs);
      expect(new Set(await Promise.all(caught.map(accountOf)))).toEqual(new Set([first.id]));
      expect(await stage.broker.deadLetters()).toEqual([]);
    },
    longTestMs,
  );

  it(
    "hangs alone: orders at another account of the same queue are made meanwhile",
    async () => {
      // So that it is the bulkhead that holds, and no breaker.
      await say("close", first.id);
      await untilCircuitObeyed(stage, { accountId: first.id, operationClass: "create", mode: "closed" });
      await first.line.stall();
      const caught = await createMany(24);
      const startedAt = performance.now();
      for (let index = 0; index < 5; index += 1) {
        expect(paymentOf(await neighbour.create({ method }), [201]).status).toBe("requires_action");
      }
      expect(performance.now() - startedAt).toBeLessThan(deadlineMs);
      await first.line.restore();
      for (const { id } of caught) await untilStatus(merchant, id, "requires_action", afterOutageMs);
    },
    longTestMs,
  );
});

describe("an operator", () => {
  it("opens circuits: 503 and nothing stored; what is under way waits, and goes on when they are let go", async () => {
    const pending = await merchant.mustCreate({ method });
    expect(pending.status).toBe("requires_action");
    for (const { id } of [first, second]) await say("open", id);
    const refused = await waitFor(
      async () => {
        const order_no = newOrderNo();
        const answer = await merchant.create({ method, order_no }, { prefer: "wait=0" });
        return answer.status === 503 && { ...answer, order_no };
      },
      { deadlineMs: 10_000, everyMs: 100, what: "503" },
    );
    expect(problemOf(refused).code).toBe("channel_unavailable");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect((await merchant.list(`?order_no=${refused.order_no}`)).data).toEqual([]);
    expect((await merchant.call({ method: "GET", path: "/v1/methods" })).text).toContain('"available":false');

    await untilCircuitObeyed(stage, { accountId: first.id, operationClass: "query", mode: "open" });
    await stage.customer.pay("wechat", pending.attempt.id, { notify: "none" });
    const before = await stage.books.callsOf(pending.attempt.id);
    expect((await merchant.get(pending.id, "?sync=true")).status).toBe("requires_action");
    expect(await stage.books.callsOf(pending.attempt.id)).toEqual(before);

    for (const { id } of [first, second]) await say("auto", id);
    expect((await untilStatus(merchant, pending.id, "succeeded", 30_000)).paid_at).not.toBeNull();
    expect(await stage.broker.deadLetters()).toEqual([]);
  });

  it("is obeyed without Redis", async () => {
    await stage.lines.redis.cut();
    await say("open", first.id);
    await waitFor(async () => (await accountOf(await merchant.mustCreate({ method }))) === second.id, {
      deadlineMs: 10_000,
      everyMs: 100,
      what: "an order at the second account",
    });
  });

  it(
    "closes a circuit: orders go to a failing account whatever fails, and are made when it is back",
    async () => {
      await say("close", first.id);
      await untilCircuitObeyed(stage, { accountId: first.id, operationClass: "create", mode: "closed" });
      await first.line.cut();
      const caught = await createMany(leastCalls * 4);
      expect(new Set(await Promise.all(caught.map(accountOf)))).toEqual(new Set([first.id]));
      expect(await stateOf(first, "create")).toMatchObject({ state: "forced_closed", reason: "a journey" });
      await first.line.restore();
      for (const { id } of caught) await untilStatus(merchant, id, "requires_action", afterOutageMs);
    },
    longTestMs,
  );

  it("leaves a record of all that was said", async () => {
    await say("open", second.id, "--class", "bill", "--by", "night shift", "--for", "10m");
    const { history } = listed.parse(await operator.run("breaker", "list", "--account", second.id));
    expect(history[0]).toMatchObject({
      class: "bill",
      mode: "open",
      ordered_by: "night shift",
      reason: "a journey",
    });
  });
});

const listed = z.object({
  data: z.array(z.looseObject({ class: z.string(), state: z.string(), reason: z.string().nullable() })),
  history: z.array(z.looseObject({})),
});

async function openShop(accounts: readonly LinedAccount[]): Promise<Merchant> {
  const { appId, calls } = await operator.openMerchant();
  const ofMethod = ["--app", appId, "--method", method];
  await operator.run("contract", "put", ...ofMethod);
  for (const [index, { id }] of accounts.entries()) {
    await operator.run("route", "put", ...ofMethod, "--account", id, "--priority", `${index + 1}`);
  }
  return calls;
}

function createMany(count: number): Promise<readonly Payment[]> {
  return Promise.all(
    Array.from({ length: count }, () => merchant.mustCreate({ method }, { prefer: "wait=0" })),
  );
}

async function accountOf({ attempt }: Payment): Promise<string> {
  return String((await stage.books.attempt(attempt.id))["channel_account_id"]);
}

/** Of all classes unless another one is named behind. */
async function say(verb: "open" | "close" | "auto", accountId: string, ...more: readonly string[]) {
  const classes = more.includes("--class") ? [] : ["--class", "all"];
  await operator.run("breaker", verb, "--account", accountId, "--reason", "a journey", ...classes, ...more);
}

async function stateOf({ id }: LinedAccount, operationClass: string) {
  const { data } = listed.parse(await operator.run("breaker", "list", "--account", id));
  return data.find((one) => one.class === operationClass);
}
