import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { openChannel, shortDeadlines } from "../../testing/open-channel.ts";
import { orderOf } from "../../testing/orders.ts";
import { type Script, type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import {
  answer,
  refusal,
  transaction,
  wechatAccountFile,
  writeSigned,
} from "../../testing/wechat-platform.ts";
import type { Channel } from "../channel.ts";

const codeUrl = "weixin://wxpay/bizpayurl?pr=JyC91EIz1";
const order = orderOf();
let server: ScriptedServer;
let channel: Channel;

beforeAll(async () => {
  server = await startScriptedServer();
  channel = openChannel(wechatAccountFile(server.url));
});
afterAll(async () => {
  await channel.dispose();
  await server.close();
});
beforeEach(() => server.play(answer(200, { code_url: codeUrl })));

describe("WeChat Pay's answer to a create", () => {
  it("is a code to scan, with the call for the journal", async () => {
    expect(await channel.create(order)).toMatchObject({
      kind: "ok",
      value: { state: "waiting", nextAction: { type: "qr_code", qr_code: codeUrl } },
      call: { operation: "create", httpStatus: 200, channelCode: null, channelRequestId: "08F7-268435461" },
      earlierCalls: [],
    });
  });

  it.each([
    [
      "PARAM_ERROR",
      400,
      { kind: "declined", failure: { code: "parameters_refused", channelCode: "PARAM_ERROR" } },
    ],
    ["RULE_LIMIT", 403, { kind: "declined", failure: { code: "risk_refused", channelMessage: "不行" } }],
    ["NEVER_SEEN", 400, { kind: "declined", failure: { code: "channel_refused" } }],
    ["NO_AUTH", 403, { kind: "misconfigured", reason: "NO_AUTH" }],
    ["APPID_MCHID_NOT_MATCH", 400, { kind: "misconfigured" }],
    ["FREQUENCY_LIMITED", 429, { kind: "throttled", reason: "FREQUENCY_LIMITED" }],
    ["RATELIMIT_EXCEEDED", 403, { kind: "throttled" }],
    ["SYSTEM_ERROR", 500, { kind: "unknown", reason: "channel_error" }],
    ["SYSTEM_ERROR", 400, { kind: "unknown", reason: "channel_error" }],
    ["BANK_ERROR", 503, { kind: "unknown", reason: "channel_error" }],
  ])("%s with status %i is told for what it is", async (code, status, expected) => {
    server.play(refusal(status, code));
    expect(await channel.create(order)).toMatchObject({ ...expected, call: { channelCode: code } });
  });

  it("without a signature is no statement, whatever it says", async () => {
    for (const status of [200, 400, 403, 404]) {
      server.play((_, response) => response.writeHead(status).end(JSON.stringify({ code: "PARAM_ERROR" })));
      expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason: "signature_missing" });
    }
  });

  it("that refuses our signature is about the account and not about the order", async () => {
    server.play((_, response) =>
      response.writeHead(401).end(JSON.stringify({ code: "SIGN_ERROR", message: "签名错误" })),
    );
    expect(await channel.create(order)).toMatchObject({ kind: "misconfigured", reason: "SIGN_ERROR" });
  });

  it.each<[string, Script, string]>([
    ["another key's signature", answer(200, {}, { "wechatpay-signature": "AAAA" }), "signature_wrong"],
    ["an unknown serial", answer(200, {}, { "wechatpay-serial": "PUB_KEY_ID_9" }), "key_unknown"],
    ["an old timestamp", answer(200, {}, { "wechatpay-timestamp": "1" }), "timestamp_skewed"],
    ["no code_url", answer(200, { prepay_id: "x" }), "answer_unreadable"],
    [
      "a redirect",
      (_, response) => response.writeHead(302, { location: "https://elsewhere.example" }).end(),
      "status_unexpected",
    ],
    ["a 202", answer(202, {}), "status_unexpected"],
    ["an empty 502", (_, response) => response.writeHead(502).end(), "channel_error"],
    ["a reset connection", ({ socket }) => socket.resetAndDestroy(), "connection_reset"],
  ])("with %s leaves the outcome unknown", async (_, script, reason) => {
    server.play(script);
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason });
  });

  it("that never comes leaves the outcome unknown at the deadline", async () => {
    server.play(() => undefined);
    const hasty = openChannel(wechatAccountFile(server.url), { deadlinesMs: shortDeadlines });
    expect(await hasty.create(order)).toMatchObject({ kind: "unknown", reason: "timeout" });
    await hasty.dispose();
  });

  it.each([
    ["OUT_TRADE_NO_USED", transaction(), { kind: "ok", value: { state: "paid" } }],
    ["ORDER_PAID", transaction(), { kind: "ok", value: { state: "paid" } }],
    ["INVALID_REQUEST", transaction(), { kind: "ok", value: { state: "paid" } }],
    ["ORDER_CLOSED", transaction({ trade_state: "CLOSED" }), { kind: "ok", value: { state: "closed" } }],
    [
      "OUT_TRADE_NO_USED",
      transaction({ trade_state: "NOTPAY" }),
      { kind: "unknown", reason: "order_differs" },
    ],
    ["ORDER_PAID", transaction({ amount: { total: 101 } }), { kind: "unknown", reason: "follow_up_failed" }],
    ["OUT_TRADE_NO_USED", null, { kind: "unknown", reason: "order_differs" }],
    ["INVALID_REQUEST", null, { kind: "unknown", reason: "refused" }],
  ])("%s is settled by the order's state", async (code, told, expected) => {
    server.play(({ method }, response) => {
      if (method === "POST") writeSigned(response, 403, { code, message: "" });
      else if (told === null) writeSigned(response, 404, { code: "ORDER_NOT_EXIST", message: "" });
      else writeSigned(response, 200, told);
    });
    expect(await channel.create(order)).toMatchObject({
      ...expected,
      call: { operation: "query" },
      earlierCalls: [{ operation: "create", channelCode: code }],
    });
  });

  it("INVALID_REQUEST that names a field is declined once the channel has no order", async () => {
    const body = {
      code: "INVALID_REQUEST",
      message: "参数错误",
      detail: { field: "/time_expire", location: "body", issue: "too early" },
    };
    server.play(({ method }, response) => {
      if (method === "POST") writeSigned(response, 400, body);
      else writeSigned(response, 404, { code: "ORDER_NOT_EXIST", message: "" });
    });
    expect(await channel.create(order)).toMatchObject({
      kind: "declined",
      failure: { channelCode: "INVALID_REQUEST", channelMessage: "参数错误" },
    });
  });
});
