import type { Payment } from "@compose-pay/contracts";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fault, FaultKind } from "./harness/customer.ts";
import { newOrderNo, paymentOf, problemOf } from "./harness/merchant.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { untilStatus } from "./harness/until-status.ts";

let stage: Stage;
const leastCalls = 40;

beforeAll(async () => {
  const circuit = {
    CHANNEL_DEADLINE_MS: "1000",
    CIRCUIT_LEAST_CALLS: `${leastCalls}`,
    CIRCUIT_WINDOW_MS: "5000",
    CIRCUIT_OPEN_MS: "2000",
  };
  stage = await openStage({
    env: { "channel-worker": circuit, "reconcile-worker": { SWEEP_EVERY_MS: "250" } },
  });
});
afterAll(() => stage.close());

const realMethods = [
  ["wechat_native", "wechat"],
  ["alipay_qr", "alipay"],
] as const;

/** Each way in which a call can go wrong, with what the journal must say of it. */
const stories: readonly (readonly [FaultKind, string])[] = [
  ["reset_before", "unknown"],
  ["reset_after", "unknown"],
  ["error_500", "unknown"],
  ["error_500_after", "unknown"],
  ["hang", "unknown"],
  ["truncated", "unknown"],
  ["not_json", "unknown"],
  ["bad_signature", "unknown"],
  ["signtest", "unknown"],
  ["unknown_serial", "unknown"],
  ["rate_limited", "throttled"],
  ["delay", "ok"],
];

describe.each(realMethods)("a create by %s", (method, channel) => {
  const hit = new Map<FaultKind, Payment>();

  beforeAll(async () => {
    for (const [kind] of stories) {
      await underFault({ channel, operation: "create", fault: kind }, async () => {
        hit.set(kind, paymentOf(await stage.merchant.create({ method }, { prefer: "wait=0" }), [202]));
      });
    }
  });

  it.each(stories)("that meets %s is %s first, payable afterwards and paid once", async (kind, outcome) => {
    const { merchant, customer, shop, books } = stage;
    const { id, attempt } = paymentHit(hit, kind);
    const payable = await untilStatus(merchant, id, "requires_action");
    expect(payable.next_action).toMatchObject({ type: "qr_code" });
    expect((await books.callsOf(attempt.id))[0]).toBe(`create ${outcome}`);

    await customer.pay(channel, attempt.id);
    await shop.hear(id, "payment.succeeded");
    const orders = (await customer.allOrders(channel)).filter(({ out_trade_no: no }) => no === attempt.id);
    expect(orders).toMatchObject([{ status: "paid", amount: 100, refunds: [] }]);
    expect(await books.eventsOf(id)).toEqual(["payment.succeeded"]);
    expect((await books.changesOf(id)).map(({ to }) => to)).not.toContain("failed");
  });

  it("that has no answer is asked about within 5 s", async () => {
    const { merchant, customer, books } = stage;
    await customer.setFaults([{ channel, operation: "*", fault: "reset_before" }]);
    const { attempt } = paymentOf(await merchant.create({ method }, { prefer: "wait=0" }), [202]);
    const lost = await waitFor(async () => (await books.rows(lostCallSql, [attempt.id]))[0], {
      deadlineMs: 10_000,
      what: "the journal of the call",
    });
    expect(Number(lost["wait_ms"])).toBeGreaterThan(0);
    expect(Number(lost["wait_ms"])).toBeLessThan(4_500);
    const isAsked = async () => (await books.callsOf(attempt.id)).includes("query unknown");
    await waitFor(isAsked, { deadlineMs: 20_000, what: "the first query" });
    await customer.setFaults([]);
  });
});

const lostCallSql = `SELECT TIMESTAMPDIFF(MICROSECOND, c.started_at, a.due_at) / 1000 - c.duration_ms AS wait_ms
  FROM channel_calls c JOIN attempts a ON a.id = c.attempt_id WHERE c.attempt_id = ? AND c.operation = 'create'`;

describe.each(realMethods)("a query by %s", (method, channel) => {
  const hit = new Map<FaultKind, Payment>();

  beforeAll(async () => {
    const { merchant, customer, books } = stage;
    for (const [kind] of stories) {
      const made = await merchant.mustCreate({ method });
      // Nobody asks by himself before the fault is there.
      const nextYear = new Date(Date.now() + 365 * 86_400_000);
      await books.change("UPDATE attempts SET due_at = ? WHERE id = ?", [nextYear, made.attempt.id]);
      await customer.pay(channel, made.attempt.id, { notify: "none" });
      hit.set(kind, made);
      await underFault({ channel, operation: "query", fault: kind }, async () => {
        const path = `/v1/payments/${made.id}?sync=true`;
        await merchant.call({ method: "GET", path, headers: { prefer: "wait=0" } });
      });
    }
  });

  it.each(stories)("that meets %s is %s, and the next one finds the money", async (kind, outcome) => {
    const { shop, books } = stage;
    const { id, attempt } = paymentHit(hit, kind);
    await shop.hear(id, "payment.succeeded");
    const [, first] = await books.callsOf(attempt.id);
    expect(first).toBe(`query ${outcome}`);
    expect(await books.eventsOf(id)).toEqual(["payment.succeeded"]);
    expect((await books.changesOf(id)).map(({ to }) => to)).not.toContain("failed");
  });
});

describe("a channel that is down", () => {
  it.each(realMethods)(
    "of %s opens its circuit: 503, nothing stored, and everything goes on afterwards",
    async (method, channel) => {
      const { merchant, customer } = stage;
      const [otherMethod] = realMethods.find(([one]) => one !== method) ?? [];
      await customer.setFaults([{ channel, operation: "create", fault: "error_500" }]);
      const caught = await Promise.all(
        Array.from({ length: leastCalls }, async () =>
          paymentOf(await merchant.create({ method }, { prefer: "wait=0" }), [202]),
        ),
      );
      const refused = await waitFor(
        async () => {
          const order_no = newOrderNo();
          const answer = await merchant.create({ method, order_no }, { prefer: "wait=0" });
          return answer.status === 503 && { ...answer, order_no };
        },
        { deadlineMs: 20_000, everyMs: 50, what: "the open circuit" },
      );
      expect(problemOf(refused).code).toBe("channel_unavailable");
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect((await merchant.call({ method: "GET", path: "/v1/methods" })).text).toContain(
        '"available":false',
      );
      expect((await merchant.list(`?order_no=${refused.order_no}`)).data).toEqual([]);
      await merchant.mustCreate({ method: otherMethod });

      await customer.setFaults([]);
      await waitFor(async () => (await merchant.create({ method })).status === 201, {
        deadlineMs: 30_000,
        everyMs: 200,
        what: "the closed circuit",
      });
      for (const { id } of caught) await untilStatus(merchant, id, "requires_action", 40_000);
    },
  );
});

describe("the logs", () => {
  it("hold no secret", async () => {
    expect(await stage.leaks()).toEqual([]);
    expect(await stage.broker.deadLetters()).toEqual([]);
  });
});

/** Does something that makes one call of the channel, and waits until the fault has hit that call. */
async function underFault(fault: Omit<Fault, "times">, work: () => Promise<void>): Promise<void> {
  const delay = fault.fault === "delay" ? { delay_ms: 300 } : {};
  await stage.customer.setFaults([{ ...fault, ...delay, times: 1 }]);
  await work();
  await waitFor(async () => (await stage.customer.faultsLeft()) === 0, {
    deadlineMs: 10_000,
    what: `the call that meets ${fault.fault}`,
  });
}

function paymentHit(hit: ReadonlyMap<FaultKind, Payment>, kind: FaultKind): Payment {
  const payment = hit.get(kind);
  if (payment === undefined) throw new Error(`no payment was hit by ${kind}`);
  return payment;
}
