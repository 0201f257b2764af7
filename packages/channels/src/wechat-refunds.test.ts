import { newId } from "@compose-pay/runtime";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { startWechatSandbox, type WechatSandbox } from "../testing/wechat-sandbox.ts";

let wechat: WechatSandbox;
beforeAll(async () => {
  wechat = await startWechatSandbox();
}, 60_000);
afterEach(() => wechat.heal());
afterAll(() => wechat.stop());

describe("a refund at WeChat Pay", () => {
  it.each(["reset_after", "error_500_after", "truncated", "bad_signature"])(
    "is made once by the same number, though the answer was lost by %s",
    async (fault) => {
      const refund = await wechat.refundable();
      await wechat.spoil("refund", fault);
      expect(await wechat.channel.refund(refund)).toMatchObject({ kind: "unknown" });
      const again = await wechat.channel.refund(refund);
      expect(again).toMatchObject({ kind: "ok" });
      expect(await wechat.channel.queryRefund(refund)).toMatchObject({
        kind: "ok",
        value: again.kind === "ok" && again.value,
      });
      expect((await wechat.truth(refund.order)).refunds).toMatchObject([
        { out_refund_no: refund.outRefundNo, amount: refund.money.amount },
      ]);
    },
  );

  it("goes on under its number once the balance suffices", async () => {
    const refund = await wechat.refundable();
    await wechat.rig.control("PUT", "/wechat/refund-rules", { balance_empty: true });
    expect(await wechat.channel.refund(refund)).toMatchObject({
      kind: "throttled",
      reason: "balance_not_enough",
    });
    await wechat.rig.control("PUT", "/wechat/refund-rules", { balance_empty: false });
    expect(await wechat.channel.refund(refund)).toMatchObject({ kind: "ok" });
  });

  it("is declined beyond what was paid, and differs under a number that is taken", async () => {
    const refund = await wechat.refundable();
    expect(await wechat.channel.refund(refund)).toMatchObject({ kind: "ok" });
    const rest = { ...refund, outRefundNo: newId("rfd"), money: refund.order.money };
    expect(await wechat.channel.refund(rest)).toMatchObject({
      kind: "declined",
      failure: { code: "refund_refused", channelCode: "INVALID_REQUEST" },
    });
    const other = { ...refund, money: { ...refund.money, amount: refund.money.amount + 1 } };
    expect(await wechat.channel.refund(other)).toMatchObject({ kind: "unknown", reason: "order_differs" });
    expect((await wechat.truth(refund.order)).refunds).toHaveLength(1);
  });

  it.each(["both", "public_key", "certificate"])(
    "that is abnormal goes to a card that WeChat Pay can read (%s)",
    async (mode) => {
      await wechat.rig.control("PUT", "/wechat/refund-delay", { ms: 60_000 });
      const channel = wechat.open(await wechat.newAccount({ mode }));
      const refund = await wechat.refundable(channel);
      const made = await channel.refund(refund);
      await wechat.rig.control("POST", `/wechat/refunds/${refund.outRefundNo}/settle`, {
        status: "abnormal",
      });
      const abnormal = await channel.queryRefund(refund);
      expect(made).toMatchObject({ kind: "ok", value: { state: "processing" } });
      expect(abnormal).toMatchObject({ kind: "ok", value: { state: "abnormal" } });
      if (abnormal.kind !== "ok" || abnormal.value.state !== "abnormal") return;
      const payout = {
        to: "customer_card",
        bankType: "ICBC_DEBIT",
        bankAccount: "6222020200012345678",
        realName: "张三",
      } as const;
      const channelRefundNo = abnormal.value.channelRefundNo ?? "";
      const order = { refund, channelRefundNo, payout };
      await wechat.spoil("refund", "error_500_after");
      expect(await channel.settleAbnormalRefund(order)).toMatchObject({ kind: "unknown" });
      expect(await channel.settleAbnormalRefund(order)).toMatchObject({
        kind: "ok",
        value: { state: "processing" },
      });
      await wechat.rig.control("POST", `/wechat/refunds/${refund.outRefundNo}/settle`, { status: "success" });
      expect(await channel.queryRefund(refund)).toMatchObject({
        kind: "ok",
        value: { state: "succeeded", money: refund.money },
      });
    },
  );
});
