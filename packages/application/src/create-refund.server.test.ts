import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { count, reread, storedPayment } from "../testing/payment-fixture.ts";
import {
  askForRefund,
  paidPayment,
  recordOf,
  rereadRefund,
  storedRefund,
} from "../testing/refund-fixture.ts";
import { openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";

describe("creating refunds", () => {
  let fixture: SetUpFixture;
  beforeAll(async () => {
    fixture = await openSetUp();
  });
  afterAll(() => fixture.close());

  it("stores the refund, its part of the balance and its message together", async () => {
    const { payment, attempt } = await paidPayment(fixture, "together");
    const bystander = await paidPayment(fixture, "bystander");
    const created = await askForRefund(fixture, {
      payment_id: payment.id,
      refund_no: "together",
      amount: 40,
      reason: "cold tea",
    });
    expect(created).toMatchObject({
      kind: "created",
      view: { refund: { state: "created", amount: 40, attemptId: attempt.id, kind: "merchant" } },
      message: { queue: "channel.mock.background", name: "channel.refund" },
    });
    if (created.kind !== "created") return;
    const { refund, payment: after } = await rereadRefund(fixture, created.view.refund.id);
    expect(refund).toEqual(created.view.refund);
    expect(refund.dueAt?.getTime()).toBeGreaterThan(refund.createdAt.getTime());
    expect(after).toEqual({ ...payment, amountRefunded: 40 });
    expect(await count(fixture, "outbox", `id = '${created.message.id}'`)).toBe(1);
    expect((await reread(fixture, "bystander")).payment).toEqual(bystander.payment);
  });

  it("takes all that is left without an amount, and then nothing is left", async () => {
    await paidPayment(fixture, "rest");
    await storedRefund(fixture, { order_no: "rest", refund_no: "rest-1", amount: 120 });
    const rest = await storedRefund(fixture, { order_no: "rest", refund_no: "rest-2" });
    expect(rest.refund.amount).toBe(380);
    for (const amount of [null, 1]) {
      const more = await askForRefund(fixture, { order_no: "rest", refund_no: "rest-3", amount });
      expect(more).toEqual({ kind: "exceeds_balance", left: 0 });
    }
    expect(await count(fixture, "refunds", "refund_no = 'rest-3'")).toBe(0);
    expect((await reread(fixture, "rest")).payment.amountRefunded).toBe(500);
  });

  it("accepts exactly 50 of 100 parallel refunds of 10 over a balance of 500", async () => {
    const { payment } = await paidPayment(fixture, "parallel");
    const asked = Array.from({ length: 100 }, (_, index) =>
      askForRefund(fixture, { payment_id: payment.id, refund_no: `parallel-${index}`, amount: 10 }),
    );
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "created")).toHaveLength(50);
    expect(kinds.filter((kind) => kind === "exceeds_balance")).toHaveLength(50);
    expect(await count(fixture, "refunds", `payment_id = '${payment.id}'`)).toBe(50);
    expect((await reread(fixture, "parallel")).payment.amountRefunded).toBe(500);
  });

  it("makes one refund of 32 requests with one number, which take the whole balance", async () => {
    const { payment } = await paidPayment(fixture, "once");
    const asked = Array.from({ length: 32 }, (_, index) =>
      askForRefund(fixture, {
        ...(index % 2 === 0 ? { payment_id: payment.id } : { order_no: "once" }),
        refund_no: "once",
        amount: 500,
      }),
    );
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "created")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "replayed")).toHaveLength(31);
    expect((await reread(fixture, "once")).payment.amountRefunded).toBe(500);
  });

  it("makes one refund of a number that two payments want at the same instant", async () => {
    for (let round = 0; round < 10; round += 1) {
      const orders = [`both-${round}-a`, `both-${round}-b`];
      for (const orderNo of orders) await paidPayment(fixture, orderNo);
      const asked = orders.map((orderNo) =>
        askForRefund(fixture, { order_no: orderNo, refund_no: `both-${round}`, amount: 10 }),
      );
      const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
      expect(kinds.toSorted()).toEqual(["conflict", "created"]);
      const reserved = await Promise.all(orders.map((orderNo) => reread(fixture, orderNo)));
      expect(reserved.map(({ payment }) => payment.amountRefunded).toSorted((a, b) => a - b)).toEqual([
        0, 10,
      ]);
    }
  });

  it("answers a repetition and refuses other parameters, and changes nothing", async () => {
    const { payment } = await paidPayment(fixture, "again");
    const first = await storedRefund(fixture, { payment_id: payment.id, refund_no: "again", amount: 500 });
    const again = await askForRefund(fixture, { order_no: "again", refund_no: "again", amount: 500 });
    expect(again).toMatchObject({ kind: "replayed", view: { refund: first.refund } });
    for (const other of [{ amount: 499 }, { amount: null }, { reason: "x" }, { metadata: { a: "1" } }]) {
      const asked = { order_no: "again", refund_no: "again", amount: 500, ...other };
      expect(await askForRefund(fixture, asked)).toEqual({ kind: "conflict" });
    }
    expect(await rereadRefund(fixture, first.refund.id)).toMatchObject({
      refund: first.refund,
      payment: { amountRefunded: 500 },
    });
  });

  it("refuses a payment that has not succeeded, and one that the key must not see", async () => {
    const { payment } = await storedPayment(fixture, "unpaid");
    const asked = { payment_id: payment.id, refund_no: "unpaid" };
    expect(await askForRefund(fixture, asked)).toEqual({ kind: "payment_not_succeeded" });
    for (const caller of [{ appId: "app_other" }, { live: true }]) {
      expect(await askForRefund(fixture, asked, caller)).toEqual({ kind: "payment_unknown" });
    }
    const missing = await askForRefund(fixture, { order_no: "no-such", refund_no: "unpaid" });
    expect(missing).toEqual({ kind: "payment_unknown" });
    expect(await count(fixture, "refunds", "refund_no = 'unpaid'")).toBe(0);
  });

  it("gives the fee back in parts that never exceed it, though a refund in between fails", async () => {
    const { payment, attempt } = await paidPayment(fixture, "fee", 100);
    const terms = { rateBps: 100, fixed: 0, min: 0, max: null, rounding: "half_up", returnedOnRefund: true };
    await fixture.deps.database.pool.query("UPDATE attempts SET fee = 1, fee_terms = ? WHERE id = ?", [
      JSON.stringify(terms),
      attempt.id,
    ]);
    const part = (no: string) =>
      storedRefund(fixture, { payment_id: payment.id, refund_no: `fee-${no}`, amount: 50 });
    const first = await part("1");
    const second = await part("2");
    await recordOf(fixture, first, { type: "failed", failure: noFailure });
    const third = await part("3");
    const returned = [first, second, third].map(({ refund }) => refund.feeReturned);
    expect(returned).toEqual([0, 1, 0]);
  });
});

const noFailure = { code: "channel_refused", message: "no", channelCode: null, channelMessage: null };
