import { setTimeout as pause } from "node:timers/promises";
import type { Payment } from "@compose-pay/contracts";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Truth } from "./harness/customer.ts";
import { paymentOf, problemOf } from "./harness/merchant.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { untilStatus } from "./harness/until-status.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ env: { "reconcile-worker": { SWEEP_EVERY_MS: "250" } } });
});
afterAll(() => stage.close());

const realMethods = [
  ["wechat_native", "wechat"],
  ["alipay_qr", "alipay"],
] as const;
const lostCreates = ["reset_before", "reset_after"] as const;

describe.concurrent("a close", () => {
  it.each(realMethods)("of %s that nobody scanned ends it there and then here", async (method, channel) => {
    const { merchant, customer, shop, books } = stage;
    const bystander = await merchant.mustCreate({ method });
    const { id, attempt } = await merchant.mustCreate({ method });
    const closed = paymentOf(await merchant.close(id), [200]);
    expect(closed).toMatchObject({ status: "closed", next_action: null, paid_at: null });
    expect(closed.closed_at).not.toBeNull();
    expect(await customer.truth(channel, attempt.id)).toMatchObject({ status: "closed" });
    expect(await customer.pay(channel, attempt.id)).toBeNull();

    expect(paymentOf(await merchant.close(id), [200])).toEqual(closed);
    const { event } = await shop.hear(id, "payment.closed");
    expect(event.data).toEqual(closed);
    expect(await books.eventsOf(id)).toEqual(["payment.closed"]);
    expect(await merchant.get(bystander.id)).toEqual(bystander);
  });

  it.each(realMethods)("of %s whose code was scanned ends it as well", async (method, channel) => {
    const { merchant, customer } = stage;
    const { id, attempt } = await merchant.mustCreate({ method });
    await customer.scan(channel, attempt.id);
    expect(paymentOf(await merchant.close(id), [200]).status).toBe("closed");
    expect(await customer.pay(channel, attempt.id)).toBeNull();
  });

  it.each(realMethods)("of %s that is paid is refused, told or not", async (method, channel) => {
    const { merchant, customer, shop, books } = stage;
    const { id, attempt } = await merchant.mustCreate({ method });
    await customer.pay(channel, attempt.id, { notify: "none" });
    for (let round = 0; round < 2; round += 1) {
      const answer = await merchant.close(id);
      expect([answer.status, problemOf(answer).code]).toEqual([409, "payment_already_succeeded"]);
    }
    await shop.hear(id, "payment.succeeded");
    expect(await books.eventsOf(id)).toEqual(["payment.succeeded"]);
  });
});

describe.concurrent("an expiry", () => {
  it.each(realMethods)("of %s closes the order there and then here", async (method, channel) => {
    const { merchant, customer, shop, books } = stage;
    const bystander = await merchant.mustCreate({ method });
    const { id, attempt } = await merchant.mustCreate({ method });
    await expire(attempt.id);
    const { event } = await shop.hear(id, "payment.closed");
    expect(event.data).toMatchObject({ status: "closed", next_action: null });
    expect(await customer.truth(channel, attempt.id)).toMatchObject({ status: "closed" });
    expect(await customer.pay(channel, attempt.id)).toBeNull();
    expect((await books.callsOf(attempt.id)).slice(0, 3)).toEqual([
      "create ok",
      "query ok",
      expect.stringMatching(/^close/),
    ]);
    expect(await merchant.get(bystander.id)).toEqual(bystander);
  });

  it.each(realMethods)("of %s finds money that nobody told of", async (method, channel) => {
    const { merchant, customer, shop, books } = stage;
    const { id, attempt } = await merchant.mustCreate({ method });
    await customer.pay(channel, attempt.id, { notify: "none" });
    await expire(attempt.id);
    await shop.hear(id, "payment.succeeded");
    expect(await books.eventsOf(id)).toEqual(["payment.succeeded"]);
  });
});

describe("a close that races with the customer", () => {
  const rounds = 12;

  it.each(realMethods)(
    "of %s ends with the money or without it, never with both",
    async (method, channel) => {
      const { merchant, customer, books } = stage;
      const ends = await Promise.all(
        Array.from({ length: rounds }, async (_, round) => {
          const { id, attempt } = await merchant.mustCreate({ method });
          const paying = pause(round * 4).then(() => customer.pay(channel, attempt.id));
          const [, paid] = await Promise.all([merchant.close(id), paying]);
          const end = await settled(id);
          const truth = await customer.truth(channel, attempt.id);
          const what = `${end.status} here, ${JSON.stringify(truth)} there`;
          expect(await isAgreed(end, truth), what).toBe(true);
          expect(await books.eventsOf(id)).toEqual([`payment.${end.status}`]);
          return { status: end.status, wasPaid: paid !== null };
        }),
      );
      expect(ends.every(({ status, wasPaid }) => wasPaid || status === "closed")).toBe(true);
    },
  );

  it("is closed for good when Alipay cancels the code and gives the money back", async () => {
    const { merchant, customer, shop, books } = stage;
    const { id, attempt, answer } = await payWhileCancelled({ delay_ms: 8_000 });
    expect(paymentOf(answer, [200]).status).toBe("closed");
    const told = async () =>
      (await books.notificationsOf(attempt.id)).some(({ verdict }) => verdict !== "received");
    await waitFor(told, { deadlineMs: 20_000, what: "the notification of the payment that was given back" });
    expect(await books.notificationsOf(attempt.id)).toMatchObject([
      { verdict: "ignored", reason: "not_paid_any_more" },
    ]);
    expect(await customer.truth("alipay", attempt.id)).toMatchObject({
      status: "closed",
      refunds: [{ amount: 100 }],
    });
    expect(await merchant.get(id)).toMatchObject({ status: "closed", paid_at: null });
    await shop.hear(id, "payment.closed");
    expect(await books.eventsOf(id)).toEqual(["payment.closed"]);
  });

  it("is a refund when Alipay gives money back of which the merchant was told", async () => {
    const { id, attempt, answer } = await payWhileCancelled({});
    expect(problemOf(answer).code).toBe("payment_already_succeeded");
    await stage.shop.hear(id, "payment.succeeded");
    await waitFor(async () => (await stage.merchant.get(id)).amount_refunded === 100, { deadlineMs: 20_000 });
    const told = () => stage.books.eventsOf(id);
    await waitFor(async () => (await told()).length === 2, { deadlineMs: 20_000 });
    expect(await told()).toEqual(["payment.succeeded", "refund.succeeded"]);
    expect(await stage.books.discrepanciesOf(attempt.id)).toEqual([]);
  });

  it("is a refund when the answer of that cancel was lost, too", async () => {
    const { id, attempt } = await payWhileCancelled({}, "reset_after");
    await stage.shop.hear(id, "payment.succeeded");
    await waitFor(async () => (await stage.merchant.get(id)).amount_refunded === 100, { deadlineMs: 58_000 });
    const told = () => stage.books.eventsOf(id);
    await waitFor(async () => (await told()).length === 2, { deadlineMs: 20_000 });
    expect(await told()).toEqual(["payment.succeeded", "refund.succeeded"]);
    expect(await stage.customer.truth("alipay", attempt.id)).toMatchObject({ refunds: [{ amount: 100 }] });
    expect(await stage.books.discrepanciesOf(attempt.id)).toEqual([]);
  }, 120_000);
});

describe("a close while the channel is away", () => {
  it.each(
    realMethods.flatMap(([method, channel]) => lostCreates.map((fault) => [method, fault, channel] as const)),
  )("of %s whose create met %s leaves nothing that can be paid", async (method, fault, channel) => {
    const { merchant, customer, shop, books } = stage;
    await customer.setFaults([{ channel, operation: "create", fault, times: 1 }]);
    const made = paymentOf(await merchant.create({ method }, { prefer: "wait=0" }), [202]);
    await waitFor(async () => (await customer.faultsLeft()) === 0, { deadlineMs: 10_000 });
    paymentOf(await merchant.close(made.id, { prefer: "wait=0" }), [200, 202]);
    await shop.hear(made.id, "payment.closed", 40_000);
    expect((await customer.truth(channel, made.attempt.id))?.status ?? "closed").toBe("closed");
    expect(await books.eventsOf(made.id)).toEqual(["payment.closed"]);
  });

  it.each(realMethods)("of %s is answered 202 and done when the channel is back", async (method, channel) => {
    const { merchant, customer, shop } = stage;
    const { id, attempt } = await merchant.mustCreate({ method });
    await customer.setFaults([{ channel, operation: "*", fault: "reset_before" }]);
    const asked = paymentOf(await merchant.close(id, { prefer: "wait=1" }), [202]);
    expect(asked.status).toBe("requires_action");
    await customer.setFaults([]);
    await shop.hear(id, "payment.closed", 30_000);
    expect(await customer.truth(channel, attempt.id)).toMatchObject({ status: "closed" });
    await untilStatus(merchant, id, "closed");
  });
});

describe("the logs", () => {
  it("hold no secret", async () => {
    expect(await stage.leaks()).toEqual([]);
    expect(await stage.broker.deadLetters()).toEqual([]);
  });
});

/** Moves the end of the time to pay to now, instead of waiting for it. */
async function expire(attemptId: string): Promise<void> {
  const sql = "UPDATE attempts SET expires_at = UTC_TIMESTAMP(3), due_at = UTC_TIMESTAMP(3) WHERE id = ?";
  expect(await stage.books.change(sql, [attemptId])).toBe(1);
}

/** The close finds no trade, and while the cancel is on its way the customer pays. */
async function payWhileCancelled(
  how: { readonly delay_ms?: number },
  cancel: "delay" | "reset_after" = "delay",
) {
  const { merchant, customer } = stage;
  const { id, attempt } = await merchant.mustCreate({ method: "alipay_qr" });
  const slow = { channel: "alipay", operation: "close", fault: "delay", times: 1 } as const;
  await customer.setFaults([
    { ...slow, delay_ms: 0 },
    { ...slow, fault: cancel, delay_ms: 5_000 },
  ]);
  const closing = merchant.close(id, { prefer: "wait=10" });
  await waitFor(async () => (await customer.faultsLeft()) === 0, { deadlineMs: 10_000 });
  expect(await customer.pay("alipay", attempt.id, how)).not.toBeNull();
  return { id, attempt, answer: await closing };
}

function settled(id: string): Promise<Payment> {
  const probe = async (): Promise<Payment | false> => {
    const now = await stage.merchant.get(id);
    return (now.status === "succeeded" || now.status === "closed") && now;
  };
  return waitFor(probe, { deadlineMs: 30_000, what: `the end of ${id}` });
}

/** Money there and success here, or neither. Money that was given back is none, or is a refund. */
async function isAgreed(end: Payment, truth: Truth | null): Promise<boolean> {
  if (end.status === "closed") return truth?.status === "closed";
  if (truth?.refunds.length === 0) return truth.status === "paid";
  const returned = async () => (await stage.merchant.get(end.id)).amount_refunded === end.amount;
  return waitFor(returned, { deadlineMs: 20_000 }).then(
    () => true,
    () => false,
  );
}
