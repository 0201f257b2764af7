import { describe, expect, it } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { orderOf, testNow } from "../../testing/orders.ts";
import { isChannelFault } from "../channel-fault.ts";
import type { RefundToMake } from "../refund.ts";

const file = { channel: "mock", name: "mock", live: false };
const first = openChannel(file);
/** Another process, six seconds later. */
const later = openChannel(file, { clock: { now: () => new Date(testNow.getTime() + 6_000) } });

function refundOf(metadata: Readonly<Record<string, string>>, amount = 40): RefundToMake {
  return {
    outRefundNo: "rfd_01kaqz5v8r0000000000000001",
    order: orderOf({ method: "mock", metadata }),
    channelTradeNo: "mock_att_01kaqz5v8r0000000000000001",
    money: { amount, currency: "CNY" },
    createdAt: testNow,
    reason: null,
    notifyUrl: "https://pay.example/channels/mock/acc_1/notify",
  };
}

const back = {
  state: "succeeded",
  money: { amount: 40, currency: "CNY" },
  channelRefundNo: "mock_rfd_01kaqz5v8r0000000000000001",
  succeededAt: testNow,
};

describe("the refunds of the mock channel", () => {
  it.each([{}, { mock_refund: "succeed" }, { mock_refund: "no such word" }])(
    "give the money back at once with %j",
    async (metadata) => {
      const refund = refundOf(metadata);
      expect(await first.refund(refund)).toMatchObject({ kind: "ok", value: back });
      expect(await later.refund(refund)).toMatchObject({ kind: "ok", value: back });
      expect(await later.queryRefund(refund)).toMatchObject({ kind: "ok", value: back });
    },
  );

  it("take their time with pend", async () => {
    const refund = refundOf({ mock_refund: "pend" });
    expect(await first.refund(refund)).toMatchObject({ value: { state: "processing" } });
    expect(await first.queryRefund(refund)).toMatchObject({ value: { state: "processing" } });
    const succeededAt = new Date(testNow.getTime() + 5_000);
    expect(await later.queryRefund(refund)).toMatchObject({ value: { ...back, succeededAt } });
  });

  it("are refused with fail", async () => {
    const refund = refundOf({ mock_refund: "fail" });
    expect(await first.refund(refund)).toMatchObject({
      kind: "declined",
      failure: { code: "channel_refused", channelCode: "MOCK_REFUSED" },
    });
    expect(await later.queryRefund(refund)).toMatchObject({ value: { state: "failed" } });
  });

  it("lose the answer with unknown, trip no breaker, and are done when they are asked for", async () => {
    const refund = refundOf({ mock_refund: "unknown" });
    const answer = await first.refund(refund);
    expect(answer.kind).toBe("unknown");
    expect(isChannelFault(answer)).toBe(false);
    expect(await later.queryRefund(refund)).toMatchObject({ value: back });
  });

  it("wait with abnormal for an operator, who sends the money on", async () => {
    const refund = refundOf({ mock_refund: "abnormal" });
    const channelRefundNo = back.channelRefundNo;
    expect(await first.refund(refund)).toMatchObject({ value: { state: "abnormal", channelRefundNo } });
    expect(await later.queryRefund(refund)).toMatchObject({ value: { state: "abnormal" } });
    const order = { refund, channelRefundNo, payout: { to: "merchant" } } as const;
    expect(await first.settleAbnormalRefund(order)).toMatchObject({ kind: "ok", value: back });
    const well = { ...order, refund: refundOf({}) };
    expect(await first.settleAbnormalRefund(well)).toMatchObject({ kind: "declined" });
  });

  it.each([
    ["an order that is not paid", refundOf({ mock: "pend" })],
    ["more than the order's money", refundOf({}, 101)],
  ])("refuse %s", async (_, refund) => {
    expect(await first.refund(refund)).toMatchObject({ kind: "declined" });
    expect(await first.queryRefund(refund)).toMatchObject({ value: { state: "absent" } });
  });

  it("need no certificates and an account that is well", async () => {
    expect(await first.fetchCertificates(null)).toMatchObject({ kind: "ok", value: [] });
    expect(await first.check()).toMatchObject([{ level: "well" }]);
  });
});
