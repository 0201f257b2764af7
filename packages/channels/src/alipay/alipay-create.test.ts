import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  alipayAccountFile,
  answerNode,
  answerUnsigned,
  methodOf,
  refusalNode,
  trade,
} from "../../testing/alipay-platform.ts";
import { openChannel, shortDeadlines } from "../../testing/open-channel.ts";
import { orderOf } from "../../testing/orders.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import type { Channel } from "../channel.ts";

const order = orderOf({ method: "alipay_qr" });
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

describe("Alipay's answer to a create", () => {
  it("is a code to scan, with the call for the journal", async () => {
    const node = {
      code: "10000",
      msg: "Success",
      out_trade_no: order.outTradeNo,
      qr_code: "https://qr.alipay.com/x",
    };
    server.play(answerNode(node));
    expect(await channel.create(order)).toMatchObject({
      kind: "ok",
      value: { state: "waiting", nextAction: { type: "qr_code", qr_code: "https://qr.alipay.com/x" } },
      call: { operation: "create", httpStatus: 200, channelCode: "10000", channelRequestId: "21c6f44b16" },
      earlierCalls: [],
    });
    server.play(answerNode({ ...node, out_trade_no: "att_another00000000000000000001" }));
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason: "number_differs" });
  });

  it.each([
    ["ACQ.INVALID_PARAMETER", "40004", { kind: "declined", failure: { code: "parameters_refused" } }],
    ["ACQ.BUYER_SELLER_EQUAL", "40004", { kind: "declined", failure: { code: "payer_refused" } }],
    [
      "ACQ.NEVER_SEEN",
      "40004",
      { kind: "declined", failure: { code: "channel_refused", channelMessage: "不行" } },
    ],
    ["isv.invalid-parameter", "40002", { kind: "declined", failure: { code: "parameters_refused" } }],
    ["isv.invalid-signature", "40002", { kind: "misconfigured", reason: "isv.invalid-signature" }],
    ["isv.invalid-timestamp", "40002", { kind: "misconfigured" }],
    ["isv.insufficient-isv-permissions", "40006", { kind: "misconfigured" }],
    ["ACQ.ACCESS_FORBIDDEN", "40004", { kind: "misconfigured" }],
    ["isv.app-call-limited", "40005", { kind: "throttled" }],
    ["ACQ.SYSTEM_ERROR", "40004", { kind: "unknown", reason: "channel_error" }],
    ["AQC.SYSTEM_ERROR", "40004", { kind: "unknown", reason: "channel_error" }],
    ["isp.unknow-error", "20000", { kind: "unknown", reason: "channel_error" }],
    ["aop.ACQ.SYSTEM_ERROR", "40004", { kind: "unknown", reason: "channel_error" }],
    ["ACQ.ONLY_A_CODE_IS_TYPED", "10003", { kind: "unknown", reason: "channel_error" }],
    ["isv.never-seen", "40007", { kind: "unknown", reason: "channel_error" }],
    ["ACQ.INVALID_PARAMETER", "50000", { kind: "unknown", reason: "channel_error" }],
    ["ACQ.TRADE_NOT_EXIST", "99999", { kind: "unknown", reason: "channel_error" }],
  ])("%s under %s is told for what it is", async (subCode, code, expected) => {
    server.play(answerNode(refusalNode(subCode, code)));
    expect(await channel.create(order)).toMatchObject({ ...expected, call: { channelCode: subCode } });
  });

  it("without a signature says nothing about the order, and is believed about the account", async () => {
    server.play(
      answerUnsigned({ code: "10000", out_trade_no: order.outTradeNo, qr_code: "https://evil.example" }),
    );
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason: "signature_missing" });
    server.play(answerUnsigned(refusalNode("ACQ.INVALID_PARAMETER")));
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason: "signature_missing" });
    server.play(answerUnsigned(refusalNode("isv.invalid-app-id", "40002")));
    expect(await channel.create(order)).toMatchObject({
      kind: "misconfigured",
      reason: "isv.invalid-app-id",
    });
    server.play(json({ error_response: refusalNode("isv.invalid-signature", "40002") }));
    expect(await channel.create(order)).toMatchObject({ kind: "misconfigured" });
    server.play(json({ error_response: refusalNode("isp.unknow-error", "20000") }));
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason: "channel_error" });
  });

  it.each<[string, Script, string]>([
    [
      "a wrong signature",
      json({ alipay_trade_precreate_response: { code: "10000" }, sign: "AAAA" }),
      "signature_wrong",
    ],
    [
      "a wrong signature under a refusal",
      json({ alipay_trade_precreate_response: refusalNode("ACQ.INVALID_PARAMETER"), sign: "AAAA" }),
      "signature_wrong",
    ],
    [
      "another method's node",
      json({ alipay_trade_query_response: { code: "10000" }, sign: "AAAA" }),
      "answer_unreadable",
    ],
    ["HTML", (_, response) => response.writeHead(200).end("<html>系统繁忙</html>"), "answer_unreadable"],
    [
      "half of the JSON",
      (_, response) => response.writeHead(200).end('{"alipay_trade_precreate_response":{"code":"1'),
      "answer_unreadable",
    ],
    [
      "no code to scan",
      answerNode({ code: "10000", msg: "Success", out_trade_no: order.outTradeNo }),
      "answer_unreadable",
    ],
    ["a 502", (_, response) => response.writeHead(502).end(), "channel_error"],
    [
      "a redirect",
      (_, response) => response.writeHead(302, { location: "https://elsewhere.example" }).end(),
      "status_unexpected",
    ],
    ["a reset connection", ({ socket }) => socket.resetAndDestroy(), "connection_reset"],
  ])("with %s leaves the outcome unknown", async (_, script, reason) => {
    server.play(script);
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason });
  });

  it("that never comes leaves the outcome unknown at the deadline", async () => {
    server.play(() => undefined);
    const hasty = openChannel(alipayAccountFile(server.url), { deadlinesMs: shortDeadlines });
    expect(await hasty.create(order)).toMatchObject({ kind: "unknown", reason: "timeout" });
    await hasty.dispose();
  });

  it.each([
    ["ACQ.TRADE_HAS_SUCCESS", trade(), { kind: "ok", value: { state: "paid" } }],
    [
      "ACQ.TRADE_HAS_CLOSE",
      trade({ trade_status: "TRADE_CLOSED" }),
      { kind: "ok", value: { state: "closed" } },
    ],
    [
      "ACQ.CONTEXT_INCONSISTENT",
      trade({ trade_status: "WAIT_BUYER_PAY" }),
      { kind: "unknown", reason: "order_differs" },
    ],
    [
      "ACQ.CONTEXT_INCONSISTENT",
      refusalNode("ACQ.TRADE_NOT_EXIST"),
      { kind: "unknown", reason: "order_differs" },
    ],
    [
      "ACQ.TRADE_HAS_SUCCESS",
      trade({ total_amount: "1.01" }),
      { kind: "unknown", reason: "follow_up_failed" },
    ],
  ])("%s is settled by the trade's state", async (subCode, told, expected) => {
    server.play(byMethod({ "alipay.trade.precreate": refusalNode(subCode), "alipay.trade.query": told }));
    expect(await channel.create(order)).toMatchObject({
      ...expected,
      call: { operation: "query" },
      earlierCalls: [{ operation: "create", channelCode: subCode }],
    });
  });
});

function json(body: unknown): Script {
  return (_, response) => response.writeHead(200).end(JSON.stringify(body));
}

function byMethod(nodes: Readonly<Record<string, Record<string, unknown>>>): Script {
  return (request, response) => answerNode(nodes[methodOf(request.target)] ?? {})(request, response);
}
