import { systemClock } from "@compose-pay/runtime";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import {
  actionOf,
  alipayOrder,
  begunOrder,
  comeTo,
  payOrder,
  paymentCode,
  truthOf,
} from "../testing/alipay-customer.ts";
import { openChannel } from "../testing/open-channel.ts";
import { type SandboxRig, startSandboxRig } from "../testing/sandbox-rig.ts";
import type { Channel } from "./channel.ts";

const methods = [
  "alipay_page",
  "alipay_wap",
  "alipay_app",
  "alipay_qr",
  "alipay_jsapi",
  "alipay_barcode",
] as const;

let rig: SandboxRig;
let channel: Channel;

beforeAll(async () => {
  rig = await startSandboxRig();
  channel = rig.open("alipay");
}, 60_000);
afterEach(() => rig.control("DELETE", "/faults"));
afterAll(() => rig.stop());

describe.each(methods)("an Alipay order by %s", (method) => {
  it("is created, paid, told and given back", async () => {
    const order = await begunOrder(rig, channel, alipayOrder(rig, method));
    expect(await channel.query(order)).toMatchObject({ value: { state: "waiting" } });
    await payOrder(rig, order);
    expect(await channel.query(order)).toMatchObject({ value: { state: "paid", money: order.money } });
    expect(await channel.close(order)).toMatchObject({ value: { state: "paid" } });
  });

  it("is closed, once and again", async () => {
    const order = await begunOrder(rig, channel, alipayOrder(rig, method));
    for (const _ of [1, 2]) {
      expect(await channel.close(order)).toMatchObject({ value: { state: "closed", moneyReturned: false } });
    }
    await expect(payOrder(rig, order)).rejects.toThrow("409");
    expect(await truthOf(rig, order)).toMatchObject({ status: "closed" });
  });

  it.each(["reset_after", "error_500_after"])(
    "whose close had no answer (%s) is settled by the same close",
    async (fault) => {
      const order = await begunOrder(rig, channel, alipayOrder(rig, method));
      await rig.control("PUT", "/faults", [{ channel: "alipay", operation: "close", fault, times: 1 }]);
      expect(await channel.close(order)).toMatchObject({ kind: "unknown" });
      expect(await truthOf(rig, order)).toMatchObject({ status: "closed" });
      expect(await channel.close(order)).toMatchObject({ value: { state: "closed", moneyReturned: false } });
    },
  );
});

describe.each(["reset_after", "error_500_after"])("a create whose answer is lost (%s)", (fault) => {
  it.each(["alipay_qr", "alipay_jsapi", "alipay_barcode"] as const)(
    "is healed by the same create, and %s has one order",
    async (method) => {
      const order = alipayOrder(rig, method);
      await rig.control("PUT", "/faults", [{ channel: "alipay", operation: "create", fault, times: 1 }]);
      expect(await channel.create(order)).toMatchObject({ kind: "unknown" });
      expect(await truthOf(rig, order)).toMatchObject({ status: "waiting", amount: order.money.amount });
      await comeTo(rig, order, await actionOf(channel, order));
      await payOrder(rig, order);
      expect(await channel.query(order)).toMatchObject({ value: { state: "paid", money: order.money } });
    },
  );
});

describe.each(["alipay_page", "alipay_wap", "alipay_app"] as const)("a signed order by %s", (method) => {
  it("is absent until its customer comes, and can be paid after a close that found nothing", async () => {
    const order = alipayOrder(rig, method);
    const action = await actionOf(channel, order);
    expect(await channel.query(order)).toMatchObject({ value: { state: "absent" } });
    expect(await channel.close(order)).toMatchObject({ kind: "ok", value: { state: "absent" } });
    await comeTo(rig, order, action);
    await payOrder(rig, order);
    expect(await channel.query(order)).toMatchObject({ value: { state: "paid" } });
  });

  it("begins no more once its time is over", async () => {
    const expiresAt = new Date(Date.now() - 1_000);
    const order = alipayOrder(rig, method, {
      createdAt: new Date(expiresAt.getTime() - 1_800_000),
      expiresAt,
    });
    const action = await actionOf(channel, order);
    await expect(comeTo(rig, order, action)).rejects.toThrow();
    expect(await channel.query(order)).toMatchObject({ value: { state: "absent" } });
  });

  it("is payable half an hour after it was signed", async () => {
    const createdAt = new Date(Date.now() - 1_800_000);
    const expiresAt = new Date(Date.now() + 60_000);
    const order = await begunOrder(rig, channel, alipayOrder(rig, method, { createdAt, expiresAt }));
    await payOrder(rig, order);
    expect(await channel.query(order)).toMatchObject({ value: { state: "paid" } });
  });

  it("is taken from an account that sends pages", async () => {
    const file = rig.sandbox.accounts().alipay;
    const posting = openChannel(
      { ...file, credentials: { ...file.credentials, page_as: "form" } },
      { clock: systemClock },
    );
    const order = alipayOrder(rig, method, { subject: `"龙井" <'250g'> & 茶/杯` });
    await begunOrder(rig, posting, order);
    await payOrder(rig, order);
    expect(await posting.query(order)).toMatchObject({ value: { state: "paid" } });
    await posting.dispose();
  });
});

describe("a customer's payment code", () => {
  it.each([
    ["0000", { kind: "ok", value: { state: "paid" } }],
    ["9001", { kind: "declined", failure: { code: "payment_failed" } }],
    ["9002", { kind: "declined", failure: { code: "payer_refused" } }],
    ["9003", { kind: "ok", value: { state: "waiting", nextAction: { type: "await_customer" } } }],
  ])("that ends in %s", async (ending, expected) => {
    const order = alipayOrder(rig, "alipay_barcode", paymentCode(ending));
    expect(await channel.create(order)).toMatchObject(expected);
  });

  it("is charged once when nobody knows what became of the first call", async () => {
    const order = alipayOrder(rig, "alipay_barcode", paymentCode("9004"));
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason: "channel_error" });
    expect(await channel.query(order)).toMatchObject({ value: { state: "paid" } });
    expect(await channel.create(order)).toMatchObject({ value: { state: "paid", money: order.money } });
    expect(await truthOf(rig, order)).toMatchObject({ status: "paid", amount: order.money.amount });
  });

  it("waits for its customer whatever was heard of the first call", async () => {
    const order = alipayOrder(rig, "alipay_barcode", paymentCode("9005"));
    expect(await channel.create(order)).toMatchObject({ kind: "unknown" });
    expect(await channel.query(order)).toMatchObject({ value: { state: "waiting" } });
    await payOrder(rig, order);
    expect(await channel.create(order)).toMatchObject({ value: { state: "paid" } });
  });

  it.each(["reset_after", "error_500_after"])("whose answer is lost (%s) is charged once", async (fault) => {
    const order = alipayOrder(rig, "alipay_barcode", paymentCode("0000"));
    await rig.control("PUT", "/faults", [{ channel: "alipay", operation: "create", fault, times: 1 }]);
    expect(await channel.create(order)).toMatchObject({ kind: "unknown" });
    expect(await channel.create(order)).toMatchObject({ value: { state: "paid", money: order.money } });
    expect(await channel.query(order)).toMatchObject({ value: { state: "paid", money: order.money } });
  });

  it("of a customer who pays while it is cancelled gives the money back, or stays paid", async () => {
    for (let round = 0; round < 5; round += 1) {
      const order = await begunOrder(rig, channel, alipayOrder(rig, "alipay_barcode"));
      const [closed] = await Promise.all([channel.close(order), payOrder(rig, order).catch(() => null)]);
      const truth = await truthOf(rig, order);
      if (closed.kind !== "ok") throw new Error(JSON.stringify(closed));
      const { value } = closed;
      expect(truth).toMatchObject({ status: value.state });
      const refunds = value.state === "closed" && value.moneyReturned ? [{ amount: order.money.amount }] : [];
      expect(truth).toMatchObject({ refunds });
    }
  });
});
