import { decideAttempt } from "@compose-pay/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openChannel } from "../testing/open-channel.ts";
import { type SandboxChannel, type SandboxRig, startSandboxRig } from "../testing/sandbox-rig.ts";
import type { OrderToCreate } from "./channel.ts";
import type { NotificationReading } from "./notification-reading.ts";

let rig: SandboxRig;
beforeAll(async () => {
  rig = await startSandboxRig();
}, 60_000);
afterAll(() => rig.stop());

describe.each(["wechat", "alipay"] as const)("a notification of %s", (name) => {
  it("is the payment that a query tells", async () => {
    const order = await createOrder(name);
    const reading = await read(name, () => pay(name, order));
    expect(reading).toMatchObject({ kind: "payment", outTradeNo: order.outTradeNo });
    const answer = await rig.open(name).query(order);
    expect(answer).toMatchObject({ kind: "ok", value: { state: "paid", money: order.money } });
    expect(reading.kind === "payment" && reading.state).toEqual(answer.kind === "ok" && answer.value);
  });

  it("has the same id each time it is sent", async () => {
    const order = await createOrder(name);
    const first = await read(name, () => pay(name, order));
    const again = await read(name, () => notify(name, order));
    expect(again).toEqual(first);
  });

  it("of another amount tells that amount, which the order then refuses", async () => {
    const order = await paidOrder(name);
    const reading = await read(name, () => notify(name, order, "amount"));
    if (reading.kind !== "payment" || reading.state.state !== "paid")
      throw new Error(JSON.stringify(reading));
    expect(reading.state.money).not.toEqual(order.money);
    const decision = decideAttempt("pending", { type: "paid", ...reading.state }, order.money);
    expect(decision).toEqual({ kind: "refused", reason: "amount_differs" });
  });

  it("for another account's keys is refused", async () => {
    const file = await rig.control("POST", "/accounts", { channel: name });
    const order = await paidOrder(name);
    const before = rig.received();
    await notify(name, order);
    const raw = await rig.notification(before + 1);
    const reading = openChannel(file).readNotification(raw, new Date());
    expect(reading.kind).toBe("refused");
  });
});

describe("a spoilt notification", () => {
  it.each([
    ["wechat", "signature", "signature_wrong"],
    ["wechat", "signtest", "signature_probe"],
    ["wechat", "timestamp", "timestamp_skewed"],
    ["wechat", "ciphertext", "ciphertext_wrong"],
    ["wechat", "account", "account_differs"],
    ["alipay", "signature", "signature_wrong"],
    ["alipay", "signtest", "signature_wrong"],
    ["alipay", "ciphertext", "signature_wrong"],
    ["alipay", "account", "account_differs"],
  ] as const)("of %s in its %s is refused as %s", async (name, tamper, reason) => {
    const order = await paidOrder(name);
    expect(await read(name, () => notify(name, order, tamper))).toMatchObject({ kind: "refused", reason });
  });

  it("is none of Alipay's when it is only old: its protocol bounds no time, and its facts hold", async () => {
    const order = await paidOrder("alipay");
    expect(await read("alipay", () => notify("alipay", order, "timestamp"))).toMatchObject({
      kind: "payment",
    });
  });
});

describe("the two ways in which WeChat Pay signs", () => {
  it.each([0, 1])("hold at once for one account (share of the public key: %i)", async (ratio) => {
    await rig.control("PUT", "/wechat/notification-signing", { public_key_ratio: ratio });
    const order = await createOrder("wechat");
    expect(await read("wechat", () => pay("wechat", order))).toMatchObject({ kind: "payment" });
  });

  it.each([
    ["certificates alone", { public_key: null, public_key_id: null }, 0],
    ["the public key alone", { platform_certificates: [] }, 1],
  ] as const)("hold by %s, and the other is an unknown key", async (_, change, ratio) => {
    const file = rig.sandbox.accounts().wechat;
    const channel = openChannel(
      { ...file, credentials: { ...file.credentials, ...change } },
      { clock: realClock },
    );
    const order = rig.newOrder("wechat");
    expect(await channel.create(order)).toMatchObject({ kind: "ok" });
    for (const share of [ratio, 1 - ratio]) {
      await rig.control("PUT", "/wechat/notification-signing", { public_key_ratio: share });
      const before = rig.received();
      await (share === ratio ? pay("wechat", order) : notify("wechat", order));
      const reading = channel.readNotification(await rig.notification(before + 1), new Date());
      const expected = share === ratio ? { kind: "payment" } : { kind: "refused", reason: "key_unknown" };
      expect(reading).toMatchObject(expected);
    }
    await channel.dispose();
  });
});

const realClock = { now: () => new Date() };

async function createOrder(name: SandboxChannel): Promise<OrderToCreate> {
  const order = rig.newOrder(name);
  expect(await rig.open(name).create(order)).toMatchObject({ kind: "ok" });
  return order;
}

async function paidOrder(name: SandboxChannel): Promise<OrderToCreate> {
  const order = await createOrder(name);
  await read(name, () => pay(name, order));
  return order;
}

/** What the channel's adapter makes of the notification that `act` brings. */
async function read(name: SandboxChannel, act: () => Promise<unknown>): Promise<NotificationReading> {
  const before = rig.received();
  await act();
  return rig.open(name).readNotification(await rig.notification(before + 1), new Date());
}

function pay(name: SandboxChannel, order: OrderToCreate): Promise<unknown> {
  return rig.control("POST", `/${name}/orders/${order.outTradeNo}/pay`, {});
}

function notify(name: SandboxChannel, order: OrderToCreate, tamper?: string): Promise<unknown> {
  return rig.control("POST", `/${name}/orders/${order.outTradeNo}/notify`, {
    times: 1,
    ...(tamper && { tamper }),
  });
}
