import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemOf } from "./harness/merchant.ts";
import { channelOfMethod, type Refunding, refundingOf, refundOf } from "./harness/refunding.ts";
import { openStage, type Stage } from "./harness/stage.ts";

let stage: Stage;
let refunding: Refunding;

beforeAll(async () => {
  stage = await openStage({ env: { "reconcile-worker": { SWEEP_EVERY_MS: "250" } } });
  refunding = refundingOf(stage);
});
afterAll(() => stage.close());

const realMethods = ["wechat_native", "alipay_qr"] as const;
/** The work is done and its answer is lost, or cannot be believed. */
const lostAnswers = [
  "reset_after",
  "error_500_after",
  "bad_signature",
  "truncated",
  "not_json",
  "signtest",
] as const;

describe.concurrent("refunds", () => {
  it.each(realMethods)("of %s in parts give back what was paid, and no more", async (method) => {
    const { merchant, customer, shop, books } = stage;
    const bystander = await refunding.paid(method, { amount: 500 });
    const { id, order_no: orderNo, attempt } = await refunding.paid(method, { amount: 500 });
    const first = await refunding.mustRefund({ payment_id: id, amount: 120, reason: "cold 茶" });
    const second = await refunding.mustRefund({ order_no: orderNo, amount: 80 });
    const rest = await refunding.mustRefund({ payment_id: id });
    expect([first, second, rest].map(({ amount }) => amount)).toEqual([120, 80, 300]);
    const more = await refunding.refund({ payment_id: id, amount: 1 });
    expect([more.status, problemOf(more).code]).toEqual([422, "refund_exceeds_balance"]);

    for (const one of [first, second, rest]) {
      const done = await refunding.until(one.id, "succeeded", 40_000);
      const { event } = await shop.hearRefund(one, "refund.succeeded");
      expect(event.data).toEqual(done);
      expect(done.channel_refund_no).not.toBeNull();
    }
    const truth = await customer.truth(channelOfMethod[method], attempt.id);
    expect(truth?.refunds.map(({ out_refund_no: no, amount }) => [no, amount])).toEqual(
      expect.arrayContaining([
        [first.id, 120],
        [second.id, 80],
        [rest.id, 300],
      ]),
    );
    expect(truth?.refunds).toHaveLength(3);
    expect(await merchant.get(id)).toMatchObject({ status: "succeeded", amount_refunded: 500 });
    const told = shop.eventsOf(id).map(({ event }) => event.sequence);
    expect(told.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
    expect((await books.eventsOf(id)).slice(1)).toEqual(Array<string>(3).fill("refund.succeeded"));
    expect(await merchant.get(bystander.id)).toEqual(bystander);
  });

  it.each(realMethods)("of %s are one for one number, however often it is asked for", async (method) => {
    const { id, order_no: orderNo, attempt } = await refunding.paid(method, { amount: 500 });
    const asked = { payment_id: id, refund_no: `once-${id}`, amount: 200 };
    const answers = await Promise.all(Array.from({ length: 20 }, () => refunding.refund(asked)));
    expect(answers.filter(({ status }) => status === 201 || status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
    const ids = new Set(answers.map((answer) => refundOf(answer, [200, 201, 202]).id));
    expect(ids.size).toBe(1);
    const replay = await refunding.refund({ refund_no: asked.refund_no, order_no: orderNo, amount: 200 });
    expect([replay.status, replay.headers.get("idempotent-replayed")]).toEqual([200, "true"]);
    const other = await refunding.refund({ ...asked, amount: 201 });
    expect([other.status, problemOf(other).code]).toEqual([409, "refund_no_conflict"]);
    await refunding.until([...ids].join(), "succeeded", 40_000);
    const truth = await stage.customer.truth(channelOfMethod[method], attempt.id);
    expect(truth?.refunds).toMatchObject([{ amount: 200 }]);
  });

  it.each(realMethods)("of %s: of 100 in parallel of 10 over 500 exactly 50 are accepted", async (method) => {
    const { id, attempt } = await refunding.paid(method, { amount: 500 });
    const all = Array.from({ length: 100 }, () => refunding.refund({ payment_id: id, amount: 10 }));
    const answers = await Promise.all(all);
    const accepted = answers.filter(({ status }) => status === 201 || status === 202);
    expect(accepted).toHaveLength(50);
    const codes = answers.filter(({ status }) => status >= 400).map((answer) => problemOf(answer).code);
    expect(codes).toEqual(Array<string>(50).fill("refund_exceeds_balance"));
    for (const answer of accepted)
      await refunding.until(refundOf(answer, [201, 202]).id, "succeeded", 60_000);
    const truth = await stage.customer.truth(channelOfMethod[method], attempt.id);
    expect(truth?.refunds).toHaveLength(50);
    expect(truth?.refunds.reduce((sum, { amount }) => sum + amount, 0)).toBe(500);
  });

  it("of a payment that is not paid are refused", async () => {
    const { id } = await stage.merchant.mustCreate({});
    const answer = await refunding.refund({ payment_id: id });
    expect([answer.status, problemOf(answer).code]).toEqual([409, "payment_not_succeeded"]);
  });

  it("go to the refund's own notify_url beside the payment's", async () => {
    const { id } = await refunding.paid("wechat_native");
    const own = `${stage.shop.url}/refund`;
    const asked = await refunding.mustRefund({ payment_id: id, notify_url: own });
    await stage.shop.hearRefund(asked, "refund.succeeded");
    const heard = () => stage.shop.eventsOf(id).filter(({ event }) => event.type === "refund.succeeded");
    await waitFor(() => heard().length === 2, { deadlineMs: 10_000 });
    const [one, other] = heard();
    expect(one?.body).toBe(other?.body);
    expect(one?.headers["webhook-id"]).toBe(other?.headers["webhook-id"]);
  });
});

describe("a refund whose channel", () => {
  it.each(realMethods.flatMap((method) => lostAnswers.map((fault) => [method, fault] as const)))(
    "%s answers with %s is settled under its number within a minute, once",
    async (method, fault) => {
      const channel = channelOfMethod[method];
      const { id, attempt } = await refunding.paid(method, { amount: 300 });
      await stage.customer.setFaults([{ channel, operation: "refund", fault, times: 1 }]);
      const asked = await refunding.mustRefund({ payment_id: id, amount: 100 }, { prefer: "wait=0" });
      await refunding.until(asked.id, "succeeded", 60_000);
      const truth = await stage.customer.truth(channel, attempt.id);
      expect(truth?.refunds).toMatchObject([{ out_refund_no: asked.id, amount: 100 }]);
      await stage.shop.hearRefund(asked, "refund.succeeded");
      expect(await stage.books.eventsOf(id)).toEqual(["payment.succeeded", "refund.succeeded"]);
    },
  );

  it.each(realMethods)("%s is away for a while goes back soon after it is there again", async (method) => {
    const channel = channelOfMethod[method];
    const { id, attempt } = await refunding.paid(method, { amount: 300 });
    await stage.customer.setFaults([
      { channel, operation: "refund", fault: "reset_before" },
      { channel, operation: "refund_query", fault: "error_500" },
    ]);
    const asked = await refunding.mustRefund({ payment_id: id, amount: 100 }, { prefer: "wait=1" });
    const calls = async () => (await callsOf(asked.id)).length;
    await waitFor(async () => (await calls()) >= 2, { deadlineMs: 30_000 });
    expect((await refunding.get(asked.id)).status).toBe("processing");
    await stage.customer.setFaults([]);
    await refunding.until(asked.id, "succeeded", 60_000);
    const truth = await stage.customer.truth(channel, attempt.id);
    expect(truth?.refunds).toMatchObject([{ out_refund_no: asked.id, amount: 100 }]);
  });

  it("lacks the balance is made later, under the same number, and never failed", async () => {
    const { id, attempt } = await refunding.paid("wechat_native", { amount: 300 });
    await stage.customer.setBalanceEmpty(true);
    const asked = await refunding.mustRefund({ payment_id: id }, { prefer: "wait=1" });
    await waitFor(async () => (await callsOf(asked.id)).includes("refund throttled"), { deadlineMs: 20_000 });
    expect((await refunding.get(asked.id)).status).toBe("processing");
    await stage.customer.setBalanceEmpty(false);
    await refunding.until(asked.id, "succeeded", 60_000);
    const truth = await stage.customer.truth("wechat", attempt.id);
    expect(truth?.refunds).toMatchObject([{ out_refund_no: asked.id, amount: 300 }]);
  });
});

describe("refunds of one order that come too fast for their channel", () => {
  it("are all made, one after the other, each under its number", { timeout: 120_000 }, async () => {
    const { id, attempt } = await refunding.paid("wechat_native", { amount: 300 });
    await stage.customer.setRefundInterval(5_000);
    const asked = await Promise.all(
      [1, 2].map(() => refunding.mustRefund({ payment_id: id, amount: 100 }, { prefer: "wait=0" })),
    );
    for (const one of asked) await refunding.until(one.id, "succeeded", 55_000);
    await stage.customer.setRefundInterval(0);
    const truth = await stage.customer.truth("wechat", attempt.id);
    const made = truth?.refunds.map(({ out_refund_no: no }) => no);
    expect(made?.toSorted()).toEqual(asked.map((one) => one.id).toSorted());
    const throttled = await Promise.all(asked.map((one) => callsOf(one.id)));
    expect(throttled.flat()).toContain("refund throttled");
  });
});

describe("a refund whose worker is killed", () => {
  it.each(realMethods)("between the call to %s and its commit is one at the channel", async (method) => {
    const channel = channelOfMethod[method];
    const { id, attempt } = await refunding.paid(method, { amount: 300 });
    await stage.customer.setFaults([
      { channel, operation: "refund", fault: "delay", delay_ms: 2_000, times: 1 },
    ]);
    const asked = await refunding.mustRefund({ payment_id: id, amount: 100 }, { prefer: "wait=0" });
    await waitFor(async () => (await stage.customer.faultsLeft()) === 0, { deadlineMs: 10_000, everyMs: 20 });
    const { process } = stage.product.process("channel-worker");
    process.kill();
    await process.exited;
    await stage.product.restart("channel-worker");
    await refunding.until(asked.id, "succeeded", 90_000);
    const truth = await stage.customer.truth(channel, attempt.id);
    expect(truth?.refunds).toMatchObject([{ out_refund_no: asked.id, amount: 100 }]);
    expect(await stage.books.eventsOf(id)).toEqual(["payment.succeeded", "refund.succeeded"]);
  });

  it("nothing is left over, and nothing secret is written", async () => {
    expect(await stage.broker.deadLetters()).toEqual([]);
    expect(await stage.books.rows("SELECT type FROM discrepancies")).toEqual([]);
    expect(await stage.leaks()).toEqual([]);
  });
});

function callsOf(refundId: string): Promise<readonly string[]> {
  return stage.books
    .rows(
      "SELECT CONCAT(operation, ' ', outcome) AS one FROM channel_calls WHERE refund_id = ? ORDER BY id",
      [refundId],
    )
    .then((rows) => rows.map((row) => String(row["one"])));
}
