import { newId } from "@compose-pay/runtime";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { alipayOrder, paymentCode, truthOf } from "../testing/alipay-customer.ts";
import { type SandboxRig, startSandboxRig } from "../testing/sandbox-rig.ts";
import type { Channel, OrderToCreate } from "./channel.ts";
import type { RefundToMake } from "./refund.ts";

let rig: SandboxRig;
let channel: Channel;

beforeAll(async () => {
  rig = await startSandboxRig();
  channel = rig.open("alipay");
}, 60_000);
afterEach(async () => {
  await rig.control("DELETE", "/faults");
  await rig.control("PUT", "/alipay/refund-delay", { ms: 0 });
  await rig.control("PUT", "/alipay/seller-balance", { amount: null });
});
afterAll(() => rig.stop());

describe("a refund of Alipay's sandbox", () => {
  it("gives back a part, the rest, and not a fen more", async () => {
    await rig.control("PUT", "/alipay/refund-delay", { ms: 0 });
    const order = await paidOrder();
    for (const amount of [1, 999, 999]) {
      const refund = refundOf(order, amount);
      const made = await channel.refund(refund);
      expect(made).toMatchObject({ value: { state: "succeeded", money: { amount } }, earlierCalls: [] });
      const told = await channel.queryRefund(refund);
      expect(told).toMatchObject({ kind: "ok", value: made.kind === "ok" ? made.value : null });
    }
    expect(await channel.refund(refundOf(order, 1))).toMatchObject({ kind: "declined" });
    expect(await channel.query(order)).toMatchObject({ value: { state: "closed", moneyReturned: true } });
  });

  it("that takes time is not over until it is", async () => {
    await rig.control("PUT", "/alipay/refund-delay", { ms: 3_600_000 });
    const order = await paidOrder();
    const refund = refundOf(order, 500);
    for (const _ of [1, 2]) {
      expect(await channel.refund(refund)).toMatchObject({ kind: "ok", value: { state: "processing" } });
      expect(await channel.queryRefund(refund)).toMatchObject({ kind: "ok", value: { state: "absent" } });
    }
    await rig.control("POST", `/alipay/refunds/${refund.outRefundNo}/settle`, { status: "success" });
    expect(await channel.refund(refund)).toMatchObject({
      value: { state: "succeeded", money: { amount: 500 } },
    });
    expect(await refundsOf(order)).toHaveLength(1);
  });

  it.each(["reset_after", "error_500_after", "truncated", "bad_signature", "not_json"])(
    "whose answer is lost or spoilt (%s) is made once, by the same call again",
    async (fault) => {
      const order = await paidOrder();
      const refund = refundOf(order, 500);
      await rig.control("PUT", "/faults", [{ channel: "alipay", operation: "refund", fault, times: 1 }]);
      expect(await channel.refund(refund)).toMatchObject({ kind: "unknown" });
      expect(await channel.refund(refund)).toMatchObject({
        value: { state: "succeeded", money: { amount: 500 } },
      });
      expect(await refundsOf(order)).toEqual([
        expect.objectContaining({ out_refund_no: refund.outRefundNo, amount: 500, status: "success" }),
      ]);
    },
  );

  it("of all the money whose answer is lost is not refused, though its trade is closed by it", async () => {
    const order = await paidOrder();
    const refund = refundOf(order, order.money.amount);
    await rig.control("PUT", "/faults", [
      { channel: "alipay", operation: "refund", fault: "reset_after", times: 1 },
    ]);
    expect(await channel.refund(refund)).toMatchObject({ kind: "unknown" });
    expect(await channel.refund(refund)).toMatchObject({ value: { state: "succeeded" } });
    expect(await channel.queryRefund(refund)).toMatchObject({ value: { state: "succeeded" } });
  });

  it("is never judged by an answer to its query that is no answer", async () => {
    const order = await paidOrder();
    const refund = refundOf(order, 500);
    await channel.refund(refund);
    for (const fault of ["reset_before", "error_500", "bad_signature", "truncated", "not_json"]) {
      await rig.control("PUT", "/faults", [
        { channel: "alipay", operation: "refund_query", fault, times: 1 },
      ]);
      expect(await channel.queryRefund(refund)).toMatchObject({ kind: "unknown" });
    }
    expect(await channel.queryRefund(refund)).toMatchObject({ value: { state: "succeeded" } });
  });

  it("waits for the seller's balance under its number", async () => {
    const order = await paidOrder();
    const refund = refundOf(order, 501);
    await rig.control("PUT", "/alipay/seller-balance", { amount: 500 });
    expect(await channel.refund(refund)).toMatchObject({ kind: "throttled", reason: "balance_not_enough" });
    await rig.control("PUT", "/alipay/seller-balance", { amount: null });
    expect(await channel.refund(refund)).toMatchObject({ value: { state: "succeeded" } });
    expect(await refundsOf(order)).toHaveLength(1);
  });

  it("of another amount under its number is declined, and the first one stands", async () => {
    const order = await paidOrder();
    const refund = refundOf(order, 500);
    await channel.refund(refund);
    const other = { ...refund, money: { ...refund.money, amount: 501 } };
    expect(await channel.refund(other)).toMatchObject({ kind: "declined" });
    expect(await channel.queryRefund(other)).toMatchObject({ kind: "unknown", reason: "amount_differs" });
    expect(await channel.queryRefund(refund)).toMatchObject({ value: { state: "succeeded" } });
  });

  it("that Alipay gave up is declined, and nothing moves under its number", async () => {
    await rig.control("PUT", "/alipay/refund-delay", { ms: 3_600_000 });
    const order = await paidOrder();
    const refund = refundOf(order, 500);
    await channel.refund(refund);
    await rig.control("POST", `/alipay/refunds/${refund.outRefundNo}/settle`, { status: "closed" });
    expect(await channel.queryRefund(refund)).toMatchObject({ kind: "ok", value: { state: "absent" } });
    expect(await channel.refund(refund)).toMatchObject({ kind: "declined" });
  });
});

async function paidOrder(): Promise<OrderToCreate> {
  const order = alipayOrder(rig, "alipay_barcode", paymentCode("0000"));
  expect(await channel.create(order)).toMatchObject({ value: { state: "paid" } });
  return order;
}

function refundOf(order: OrderToCreate, amount: number): RefundToMake {
  return {
    outRefundNo: newId("rfd"),
    order,
    channelTradeNo: null,
    money: { amount, currency: "CNY" },
    createdAt: order.createdAt,
    reason: "茶杯碎了",
    notifyUrl: order.notifyUrl,
  };
}

async function refundsOf(order: OrderToCreate): Promise<unknown> {
  const { refunds } = (await truthOf(rig, order)) as { readonly refunds: unknown }; // because the control tells them
  return refunds;
}
