import type { Payment } from "@compose-pay/contracts";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { paymentOf, problemOf } from "./harness/merchant.ts";
import { openStage, type Stage } from "./harness/stage.ts";
import { untilStatus } from "./harness/until-status.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ env: { "reconcile-worker": { SWEEP_EVERY_MS: "250" } } });
});
afterAll(() => stage.close());

const switches = [
  ["wechat_native", "wechat", "alipay_qr", "alipay"],
  ["alipay_qr", "alipay", "wechat_native", "wechat"],
] as const;

describe.concurrent("another attempt", () => {
  it.each(switches)(
    "closes %s at %s first, and %s takes the money",
    async (method, channel, other, otherChannel) => {
      const { merchant, customer, shop, books } = stage;
      const bystander = await merchant.mustCreate({ method });
      const first = await merchant.mustCreate({ method });
      const second = paymentOf(await attempt(first.id, { method: other }), [201]);
      expect(second).toMatchObject({
        id: first.id,
        status: "requires_action",
        method: other,
        channel: otherChannel,
        attempt: { method: other, status: "pending" },
      });
      expect(second.next_action).not.toEqual(first.next_action);
      expect(await customer.truth(channel, first.attempt.id)).toMatchObject({ status: "closed" });
      expect(await customer.pay(channel, first.attempt.id)).toBeNull();
      expect(await stateOf(first)).toBe("closed");

      await customer.pay(otherChannel, second.attempt.id);
      const { event } = await shop.hear(first.id, "payment.succeeded");
      expect(event.data).toMatchObject({ method: other, attempt: { id: second.attempt.id } });
      expect(await books.eventsOf(first.id)).toEqual(["payment.succeeded"]);
      expect(problemOf(await attempt(first.id, { method })).code).toBe("payment_already_succeeded");
      expect(await merchant.get(bystander.id)).toEqual(bystander);
    },
  );

  it.each(switches)(
    "is never sent when the order of %s at %s turns out to be paid",
    async (method, channel, other, otherChannel) => {
      const { merchant, customer, shop, books } = stage;
      const first = await merchant.mustCreate({ method });
      await customer.pay(channel, first.attempt.id, { notify: "none" });
      const answer = paymentOf(await attempt(first.id, { method: other }), [201]);
      expect(answer).toMatchObject({ status: "succeeded", method, attempt: { id: first.attempt.id } });
      await shop.hear(first.id, "payment.succeeded");
      expect(await books.eventsOf(first.id)).toEqual(["payment.succeeded"]);
      const unsent = await attemptOf(first.id, other);
      expect(unsent["state"]).toBe("closed");
      expect(await customer.truth(otherChannel, String(unsent["id"]))).toBeNull();
      expect(await books.callsOf(String(unsent["id"]))).toEqual([]);
    },
  );

  it("16 times at one instant is one attempt", async () => {
    const { merchant, books } = stage;
    const { id } = await merchant.mustCreate({ method: "wechat_native" });
    const answers = await Promise.all(Array.from({ length: 16 }, () => attempt(id, { method: "alipay_qr" })));
    const codes = new Set(answers.map((one) => paymentOf(one, [200, 201]).attempt.id));
    expect(codes.size).toBe(1);
    expect(await books.rows("SELECT id FROM attempts WHERE payment_id = ?", [id])).toHaveLength(2);
  });

  it("ends with its payment, which all are closed for", async () => {
    const { merchant, customer, shop, books } = stage;
    const first = await merchant.mustCreate({ method: "wechat_native" });
    const second = paymentOf(await attempt(first.id, { method: "alipay_qr" }), [201]);
    const sql = "UPDATE attempts SET expires_at = UTC_TIMESTAMP(3), due_at = UTC_TIMESTAMP(3) WHERE id = ?";
    expect(await books.change(sql, [second.attempt.id])).toBe(1);
    const { event } = await shop.hear(first.id, "payment.closed");
    expect(event.data).toMatchObject({ method: "alipay_qr", attempt: { id: second.attempt.id } });
    expect(await customer.truth("alipay", second.attempt.id)).toMatchObject({ status: "closed" });
    expect(await books.eventsOf(first.id)).toEqual(["payment.closed"]);
    expect(problemOf(await attempt(first.id, { method: "wechat_native" })).code).toBe("payment_closed");
  });

  it("is closed in its turn when the earlier one is paid after its close", async () => {
    const { merchant, customer, shop, books } = stage;
    const first = await merchant.mustCreate({ method: "mock", metadata: { mock: "late" } });
    const second = paymentOf(await attempt(first.id, { method: "alipay_qr" }), [201]);
    const { event } = await shop.hear(first.id, "payment.succeeded", 30_000);
    expect(event.data).toMatchObject({ method: "mock", attempt: { id: first.attempt.id } });
    await untilClosedThere(second);
    expect(await customer.pay("alipay", second.attempt.id)).toBeNull();
    expect(await books.eventsOf(first.id)).toEqual(["payment.succeeded"]);
  });

  it("takes the fee of the attempt that was paid", async () => {
    const { merchant, customer, books } = stage;
    const first = await merchant.mustCreate({ method: "mock", metadata: { mock: "pend" }, amount: 10_000 });
    const fee = async () =>
      Number((await books.rows("SELECT fee FROM payments WHERE id = ?", [first.id]))[0]?.["fee"]);
    expect(await fee()).toBe(0);
    const second = paymentOf(await attempt(first.id, { method: "alipay_qr" }), [201]);
    await customer.pay("alipay", second.attempt.id);
    await untilStatus(merchant, first.id, "succeeded");
    expect(await fee()).toBe(60);
  });
});

describe("two attempts", () => {
  it("that are paid at the same moment are one success, and the other money goes back", async () => {
    const { merchant, customer, shop, books } = stage;
    const first = await merchant.mustCreate({ method: "wechat_native" });
    await customer.setFaults([
      { channel: "wechat", operation: "query", fault: "reset_before" },
      { channel: "wechat", operation: "close", fault: "reset_before" },
    ]);
    const second = paymentOf(await attempt(first.id, { method: "alipay_qr" }, "wait=10"), [201, 202]);
    await untilStatus(merchant, first.id, "requires_action");
    await Promise.all([customer.pay("wechat", first.attempt.id), customer.pay("alipay", second.attempt.id)]);
    await customer.setFaults([]);
    await shop.hear(first.id, "payment.succeeded");
    await shop.hear(first.id, "payment.duplicate_refunded", 60_000);
    const truths = [
      await customer.truth("wechat", first.attempt.id),
      await customer.truth("alipay", second.attempt.id),
    ];
    const winner = (await merchant.get(first.id)).attempt.id;
    for (const truth of truths) {
      const given = truth?.refunds.map(({ amount }) => amount);
      expect(given).toEqual(truth?.out_trade_no === winner ? [] : [100]);
    }
    expect((await books.eventsOf(first.id)).toSorted()).toEqual([
      "payment.duplicate_refunded",
      "payment.succeeded",
    ]);
    expect((await merchant.get(first.id)).amount_refunded).toBe(0);
  });

  it("of which the first is a page that only the customer has: what is paid there too goes back", async () => {
    const { merchant, customer, shop, books } = stage;
    const first = await merchant.mustCreate({ method: "alipay_page" });
    const second = paymentOf(await attempt(first.id, { method: "wechat_native" }), [201]);
    expect(second.status).toBe("requires_action");
    expect(await stateOf(first)).toBe("pending");
    await customer.pay("wechat", second.attempt.id);
    await shop.hear(first.id, "payment.succeeded");
    if (first.next_action?.type !== "redirect") throw new Error("a page is a redirect");
    expect((await fetch(first.next_action.url)).status).toBe(200);
    expect(await customer.pay("alipay", first.attempt.id)).not.toBeNull();
    await shop.hear(first.id, "payment.duplicate_refunded", 40_000);
    expect(await customer.truth("alipay", first.attempt.id)).toMatchObject({ refunds: [{ amount: 100 }] });
    expect(await merchant.get(first.id)).toMatchObject({ method: "wechat_native", amount_refunded: 0 });
    expect(await books.eventsOf(first.id)).toEqual(["payment.succeeded", "payment.duplicate_refunded"]);
  });

  it("of which the first is paid while it is being closed agree with their channels", async () => {
    const { merchant, customer } = stage;
    const first = await merchant.mustCreate({ method: "wechat_native" });
    const slow = {
      channel: "wechat",
      operation: "close",
      fault: "delay",
      times: 1,
      delay_ms: 5_000,
    } as const;
    await customer.setFaults([slow]);
    const switching = attempt(first.id, { method: "alipay_qr" }, "wait=10");
    await waitFor(async () => (await customer.faultsLeft()) === 0, { deadlineMs: 10_000 });
    expect(await customer.pay("wechat", first.attempt.id)).not.toBeNull();
    const answer = paymentOf(await switching, [201, 202]);
    const end = await untilStatus(merchant, first.id, "succeeded");
    expect(end.attempt.id).toBe(first.attempt.id);
    expect(answer.id).toBe(first.id);
    const other = await attemptOf(first.id, "alipay_qr");
    await waitFor(async () => (await attemptOf(first.id, "alipay_qr"))["state"] === "closed", {
      deadlineMs: 20_000,
      what: "the end of the second attempt",
    });
    expect((await customer.truth("alipay", String(other["id"])))?.status ?? "closed").toBe("closed");
  });

  it("of which the first cannot be closed now go on, and it is closed when its channel is back", async () => {
    const { merchant, customer, shop, books } = stage;
    const first = await merchant.mustCreate({ method: "wechat_native" });
    await customer.setFaults([{ channel: "wechat", operation: "*", fault: "reset_before" }]);
    const second = paymentOf(await attempt(first.id, { method: "alipay_qr" }, "wait=10"), [201]);
    expect(second.status).toBe("requires_action");
    expect(await stateOf(first)).toBe("pending");
    await customer.setFaults([]);
    await untilClosedHere(first);
    expect(await customer.truth("wechat", first.attempt.id)).toMatchObject({ status: "closed" });
    expect(await merchant.get(first.id)).toEqual(second);
    expect(await books.eventsOf(first.id)).toEqual([]);
    await customer.pay("alipay", second.attempt.id);
    await shop.hear(first.id, "payment.succeeded");
  });
});

describe("an earlier attempt whose close has no answer", () => {
  it.each(
    switches.flatMap(([method, channel, other]) =>
      (["reset_after", "error_500_after", "bad_signature"] as const).map(
        (fault) => [method, fault, channel, other] as const,
      ),
    ),
  )("by %s, because of %s, ends without a word to the merchant", async (method, fault, channel, other) => {
    const { merchant, customer, shop, books } = stage;
    const first = await merchant.mustCreate({ method });
    await customer.scan(channel, first.attempt.id);
    await customer.setFaults([{ channel, operation: "close", fault, times: 1 }]);
    const second = paymentOf(await attempt(first.id, { method: other }, "wait=10"), [201]);
    expect(second).toMatchObject({ status: "requires_action", method: other });
    await untilClosedHere(first);
    expect(await customer.truth(channel, first.attempt.id)).toMatchObject({ status: "closed" });
    expect(await books.eventsOf(first.id)).toEqual([]);
    expect(await customer.pay(channel === "wechat" ? "alipay" : "wechat", second.attempt.id)).not.toBeNull();
    await shop.hear(first.id, "payment.succeeded");
    expect(await books.eventsOf(first.id)).toEqual(["payment.succeeded"]);
  });
});

describe("a refund while a second attempt is paid", () => {
  it("is the merchant's own, and the second money goes back beside it", async () => {
    const { merchant, customer, shop } = stage;
    const first = await merchant.mustCreate({ method: "wechat_native" });
    await customer.setFaults([{ channel: "wechat", operation: "*", fault: "reset_before" }]);
    const second = paymentOf(await attempt(first.id, { method: "alipay_qr" }, "wait=10"), [201]);
    await customer.pay("alipay", second.attempt.id);
    await untilStatus(merchant, first.id, "succeeded");
    const body = { payment_id: first.id, refund_no: `R-${first.order_no}`, amount: 40 };
    const [refund] = await Promise.all([
      merchant.call({ method: "POST", path: "/v1/refunds", body }),
      customer.pay("wechat", first.attempt.id),
    ]);
    expect(refund.status).toBeLessThan(300);
    await customer.setFaults([]);
    await shop.hear(first.id, "payment.duplicate_refunded", 60_000);
    const given = async (channel: "wechat" | "alipay", no: string) =>
      (await customer.truth(channel, no))?.refunds.map(({ amount }) => amount);
    expect(await given("wechat", first.attempt.id)).toEqual([100]);
    expect(await given("alipay", second.attempt.id)).toEqual([40]);
    expect(await merchant.get(first.id)).toMatchObject({ status: "succeeded", amount_refunded: 40 });
  });
});

describe("the logs", () => {
  it("hold no secret", async () => {
    expect(await stage.leaks()).toEqual([]);
    expect(await stage.broker.deadLetters()).toEqual([]);
  });
});

function attempt(id: string, body: unknown, prefer = "wait=8") {
  return stage.merchant.call({
    method: "POST",
    path: `/v1/payments/${id}/attempts`,
    headers: { prefer },
    body,
  });
}

async function stateOf({ attempt: { id } }: Payment): Promise<string> {
  return String((await stage.books.attempt(id))["state"]);
}

/** The latest attempt of a payment by this method. */
async function attemptOf(paymentId: string, method: string) {
  const sql = "SELECT * FROM attempts WHERE payment_id = ? AND method = ? ORDER BY id DESC";
  const [row] = await stage.books.rows<Readonly<Record<string, unknown>>>(sql, [paymentId, method]);
  if (row === undefined) throw new Error(`${paymentId} has no attempt by ${method}`);
  return row;
}

const soon = { deadlineMs: 40_000, everyMs: 200 };

async function untilClosedHere(payment: Payment): Promise<void> {
  const what = `the close of ${payment.attempt.id}`;
  await waitFor(async () => (await stateOf(payment)) === "closed", { ...soon, what });
}

/** Either the channel has closed it, or nobody ever opened it there. */
async function untilClosedThere(payment: Payment): Promise<void> {
  await untilClosedHere(payment);
  const truth = await stage.customer.truth("alipay", payment.attempt.id);
  expect(truth?.status ?? "closed").toBe("closed");
}
