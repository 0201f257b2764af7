import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  alipayAccountFile,
  alipayRefund as refund,
  answerNode,
  contentOf,
  methodOf,
  playNodes,
  refusalNode,
  refundTold,
} from "../../testing/alipay-platform.ts";
import { openChannel } from "../../testing/open-channel.ts";
import { testNow } from "../../testing/orders.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import type { Channel } from "../channel.ts";

const succeeded = {
  kind: "ok",
  value: {
    state: "succeeded",
    money: { amount: 30, currency: "CNY" },
    channelRefundNo: "2026112222001499160501589436",
    succeededAt: new Date("2026-11-22T09:59:50Z"),
  },
};
/** What Alipay says to a refund: the sum of all refunds of the trade, whatever this one was. */
const moved = {
  code: "10000",
  msg: "Success",
  out_trade_no: refund.order.outTradeNo,
  trade_no: "2026112222001499160501589436",
  refund_fee: "0.80",
  fund_change: "Y",
  gmt_refund_pay: "2026-11-22 17:59:50",
};
const nothingYet = { code: "10000", msg: "Success" };
let server: ScriptedServer;
let channel: Channel;

beforeAll(async () => {
  server = await startScriptedServer();
  channel = openChannel(alipayAccountFile(server.url));
});
afterAll(async () => {
  await channel.dispose();
  await server.close();
});

describe("a refund at Alipay", () => {
  it("has succeeded when money moved in the call, whatever all refunds sum up to", async () => {
    server.play(answerNode(moved));
    expect(await channel.refund(refund)).toMatchObject({ ...succeeded, call: { operation: "refund" } });
    const sent = server.requests.at(-1);
    expect(methodOf(sent?.target ?? "")).toBe("alipay.trade.refund");
    expect(contentOf(sent)).toEqual({
      out_trade_no: refund.order.outTradeNo,
      out_request_no: refund.outRefundNo,
      refund_amount: "0.30",
      refund_reason: "broken cup",
    });
  });

  it.each([
    ["N", refundTold(), succeeded],
    [undefined, refundTold(), succeeded],
    ["N", nothingYet, { kind: "ok", value: { state: "processing", channelRefundNo: null } }],
    ["N", refundTold({ refund_amount: "0.31" }), { kind: "unknown", reason: "amount_differs" }],
    ["N", refusalNode("ACQ.SYSTEM_ERROR"), { kind: "unknown", reason: "channel_error" }],
    ["N", refusalNode("isv.app-call-limited", "40005"), { kind: "unknown", reason: "follow_up_failed" }],
    ["N", refusalNode("ACQ.INVALID_PARAMETER"), { kind: "unknown", reason: "refused" }],
  ])("without money that moved (%s) is what its query tells", async (change, query, expected) => {
    playNodes(server, { "trade.refund": { ...moved, fund_change: change }, "refund.query": query });
    expect(await channel.refund(refund)).toMatchObject({
      ...expected,
      call: { operation: "refund_query" },
      earlierCalls: [{ operation: "refund", channelCode: "10000" }],
    });
  });

  it.each([
    ["number_differs", { out_trade_no: "att_another00000000000000000001" }],
    ["answer_unreadable", { trade_no: undefined }],
  ])("is unknown with %s", async (reason, changes) => {
    server.play(answerNode({ ...moved, ...changes }));
    expect(await channel.refund(refund)).toMatchObject({ kind: "unknown", reason });
  });

  it("waits for money on the seller's account, under the same number", async () => {
    server.play(answerNode(refusalNode("ACQ.SELLER_BALANCE_NOT_ENOUGH")));
    expect(await channel.refund(refund)).toMatchObject({ kind: "throttled", reason: "balance_not_enough" });
  });

  it.each([
    ["ACQ.SYSTEM_ERROR", "40004", { kind: "unknown", reason: "channel_error" }],
    ["isp.unknow-error", "20000", { kind: "unknown", reason: "channel_error" }],
    ["aop.unknow-error", "20000", { kind: "unknown", reason: "channel_error" }],
    ["isv.method-call-limited", "40005", { kind: "throttled" }],
    ["isv.invalid-signature", "40002", { kind: "misconfigured" }],
  ])("is not refused by %s", async (subCode, code, expected) => {
    server.play(answerNode(refusalNode(subCode, code)));
    expect(await channel.refund(refund)).toMatchObject(expected);
  });

  it("of another amount under the number is declined at once", async () => {
    server.play(answerNode(refusalNode("ACQ.DISCORDANT_REPEAT_REQUEST")));
    expect(await channel.refund(refund)).toMatchObject({
      kind: "declined",
      failure: { code: "refund_refused", channelCode: "ACQ.DISCORDANT_REPEAT_REQUEST" },
      earlierCalls: [],
    });
  });

  it.each([
    ["ACQ.REASON_TRADE_REFUND_FEE_ERR", "refund_refused"],
    ["ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "refund_refused"],
    ["ACQ.NOT_ALLOW_PARTIAL_REFUND", "refund_refused"],
    ["ACQ.TRADE_NOT_ALLOW_REFUND", "refund_refused"],
    ["ACQ.REASON_TRADE_BEEN_FREEZEN", "refund_refused"],
    ["ACQ.TRADE_HAS_FINISHED", "refund_refused"],
    ["ACQ.TRADE_STATUS_ERROR", "refund_refused"],
    ["ACQ.REFUND_FEE_ERROR", "refund_refused"],
    ["ACQ.REFUNDALLOC_UNAUTH_LIMIT", "refund_refused"],
    ["ACQ.INVALID_PARAMETER", "parameters_refused"],
  ])("that is refused with %s is declined where Alipay has none of the number", async (subCode, code) => {
    for (const query of [nothingYet, refusalNode("ACQ.TRADE_NOT_EXIST")]) {
      playNodes(server, { "trade.refund": refusalNode(subCode), "refund.query": query });
      expect(await channel.refund(refund)).toMatchObject({
        kind: "declined",
        failure: { code, channelCode: subCode },
        earlierCalls: [{ operation: "refund", channelCode: subCode }],
      });
    }
  });

  it.each(["ACQ.SOME_CODE_OF_CONCURRENCY", "ACQ.TRADE_HAS_CLOSE", "ACQ.TRADE_NOT_EXIST"])(
    "that is refused with %s is not known, although Alipay has none of the number yet",
    async (subCode) => {
      playNodes(server, { "trade.refund": refusalNode(subCode), "refund.query": nothingYet });
      expect(await channel.refund(refund)).toMatchObject({
        kind: "unknown",
        reason: "refused",
        detail: subCode,
        earlierCalls: [{ operation: "refund", channelCode: subCode }],
      });
    },
  );

  it("that is refused because it is done already is done", async () => {
    const closed = refusalNode("ACQ.TRADE_STATUS_ERROR");
    playNodes(server, { "trade.refund": closed, "refund.query": refundTold() });
    expect(await channel.refund(refund)).toMatchObject(succeeded);
    playNodes(server, { "trade.refund": closed, "refund.query": refusalNode("ACQ.SYSTEM_ERROR") });
    expect(await channel.refund(refund)).toMatchObject({ kind: "unknown", reason: "follow_up_failed" });
  });

  it("has nothing abnormal that could be sent elsewhere, and says so without a call", async () => {
    const before = server.requests.length;
    const order = { refund, channelRefundNo: "1", payout: { to: "merchant" } } as const;
    expect(await channel.settleAbnormalRefund(order)).toMatchObject({ kind: "declined" });
    expect(server.requests.length).toBe(before);
  });
});

describe("the query of a refund at Alipay", () => {
  it("tells the money and the time, for which it asks", async () => {
    server.play(answerNode(refundTold()));
    expect(await channel.queryRefund(refund)).toMatchObject({
      ...succeeded,
      call: { operation: "refund_query" },
      earlierCalls: [],
    });
    expect(contentOf(server.requests.at(-1))).toEqual({
      out_trade_no: refund.order.outTradeNo,
      out_request_no: refund.outRefundNo,
      query_options: ["gmt_refund_pay"],
    });
    server.play(answerNode(refundTold({ gmt_refund_pay: undefined })));
    expect(await channel.queryRefund(refund)).toMatchObject({ value: { succeededAt: testNow } });
  });

  it.each([
    [nothingYet, { state: "absent" }],
    [refusalNode("ACQ.TRADE_NOT_EXIST"), { state: "absent" }],
    [refundTold({ refund_status: undefined }), { state: "processing" }],
    [refundTold({ refund_status: "NEVER_SEEN" }), { state: "processing" }],
  ])("never calls it failed: %j", async (node, value) => {
    server.play(answerNode(node));
    expect(await channel.queryRefund(refund)).toMatchObject({ kind: "ok", value });
  });

  it.each([
    ["amount_differs", { refund_amount: "0.80" }],
    ["number_differs", { out_request_no: "rfd_another0000000000000000001" }],
    ["number_differs", { out_trade_no: "att_another00000000000000000001" }],
    ["currency_differs", { trans_currency: "USD" }],
    ["answer_unreadable", { refund_amount: undefined }],
    ["answer_unreadable", { gmt_refund_pay: "yesterday" }],
  ])("with something else than the refund is %s", async (reason, changes) => {
    server.play(answerNode(refundTold(changes)));
    expect(await channel.queryRefund(refund)).toMatchObject({ kind: "unknown", reason });
  });

  it("that is refused is no word on it", async () => {
    server.play(answerNode(refusalNode("ACQ.INVALID_PARAMETER")));
    expect(await channel.queryRefund(refund)).toMatchObject({ kind: "unknown", reason: "refused" });
  });
});
