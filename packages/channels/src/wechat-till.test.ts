import { randomInt } from "node:crypto";

import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { startWechatSandbox, type WechatSandbox } from "../testing/wechat-sandbox.ts";
import type { OrderToCreate } from "./channel.ts";

let wechat: WechatSandbox;
beforeAll(async () => {
  wechat = await startWechatSandbox();
}, 60_000);
afterEach(() => wechat.heal());
afterAll(() => wechat.stop());

describe("an order at WeChat Pay's till", () => {
  it.each([
    ["06", { kind: "ok", value: { state: "paid" } }, "paid"],
    ["02", { kind: "ok", value: { state: "waiting", nextAction: { type: "await_customer" } } }, "waiting"],
    ["05", { kind: "ok", value: { state: "waiting", nextAction: { type: "await_customer" } } }, "waiting"],
    ["01", { kind: "declined", failure: { code: "payment_failed" } }, "closed"],
  ])("of a customer with a code in %s", async (ending, expected, status) => {
    const order = codepay(ending);
    expect(await wechat.channel.create(order)).toMatchObject(expected);
    expect(await wechat.truth(order)).toMatchObject({ status });
    expect(await wechat.channel.create(order)).toMatchObject(expected);
  });

  it.each([
    ["03", "AUTH_CODE_EXPIRED"],
    ["04", "AUTH_CODE_INVALID"],
  ])("is none with a code in %s", async (ending, channelCode) => {
    expect(await wechat.channel.create(codepay(ending))).toMatchObject({
      kind: "declined",
      failure: { code: "payer_refused", channelCode },
    });
  });

  it.each(["reset_after", "error_500_after", "bad_signature", "truncated"])(
    "is charged once, though the answer was lost by %s",
    async (fault) => {
      const order = codepay("06");
      await wechat.spoil("create", fault);
      expect(await wechat.channel.create(order)).toMatchObject({ kind: "unknown" });
      expect(await wechat.channel.create(order)).toMatchObject({
        kind: "ok",
        value: { state: "paid", money: order.money },
        call: { operation: "query" },
        earlierCalls: [],
      });
      expect(await wechat.truth(order)).toMatchObject({ status: "paid", refunds: [] });
    },
  );

  it.each(["reset_after", "error_500_after", "signtest", "unknown_serial"])(
    "is reversed by one close, though the first answer was lost by %s",
    async (fault) => {
      const order = codepay("02");
      await wechat.channel.create(order);
      await wechat.spoil("close", fault);
      expect(await wechat.channel.close(order)).toMatchObject({
        kind: "ok",
        value: { state: "closed", moneyReturned: false },
      });
      expect(await wechat.truth(order)).toMatchObject({ status: "closed" });
    },
  );

  it.each(["delay", "error_500_after"])(
    "gives the money back of a customer who was faster than the reverse (%s), once",
    async (fault) => {
      const order = codepay("02");
      await wechat.channel.create(order);
      await wechat.spoil("close", fault, { delay_ms: 300 });
      const closing = wechat.channel.close(order);
      // The order waited when it was asked for; the reverse has arrived and is held up.
      await expect.poll(() => wechat.rig.control("GET", "/faults")).toEqual([]);
      await wechat.rig.control("POST", `/wechat/orders/${order.outTradeNo}/pay`, { notify: "none" });
      const closed = { kind: "ok", value: { state: "closed", moneyReturned: true } };
      expect(await closing).toMatchObject(closed);
      expect(await wechat.channel.close(order)).toMatchObject(closed);
      expect(await wechat.channel.query(order)).toMatchObject(closed);
      expect((await wechat.truth(order)).refunds).toMatchObject([{ amount: order.money.amount }]);
    },
  );
});

function codepay(ending: string): OrderToCreate {
  return wechat.rig.newOrder("wechat", {
    method: "wechat_codepay",
    payer: { authCode: `13${randomInt(1e13, 1e14)}${ending}` },
  });
}
