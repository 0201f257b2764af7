import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { orderOf } from "../../testing/orders.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { transaction, wechat, wechatAccountFile, writeSigned } from "../../testing/wechat-platform.ts";
import type { Channel } from "../channel.ts";

const order = orderOf({
  method: "wechat_codepay",
  payer: { authCode: "130061098828009406" },
  clientIp: "203.0.113.7",
});
const paying = transaction({ trade_state: "USERPAYING", success_time: undefined });
const absent = { status: 404, body: { code: "ORDER_NOT_EXIST", message: "订单不存在" } };
const waiting = { state: "waiting", nextAction: { type: "await_customer" } };
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

type Told = { readonly status: number; readonly body: unknown };

/** Plays one answer after the other; what was sent is given back. */
function play(...told: readonly Told[]): () => readonly string[] {
  const before = server.requests.length;
  server.play((_, response) => {
    const next = told[server.requests.length - before - 1];
    if (next === undefined) throw new Error("one call too many");
    writeSigned(response, next.status, next.body);
  });
  return () => server.requests.slice(before).map(({ method }) => method);
}

describe("charging a scanned code", () => {
  it("sends the code once nothing is known under the number, and is paid at once", async () => {
    const sent = play(absent, { status: 200, body: transaction() });
    expect(await channel.create(order)).toMatchObject({
      kind: "ok",
      value: { state: "paid", money: order.money, channelTradeNo: "4200000263201902167700134902" },
      call: { operation: "create" },
      earlierCalls: [{ operation: "query" }],
    });
    expect(sent()).toEqual(["GET", "POST"]);
    expect(server.requests.at(-1)?.target).toBe("/v3/pay/transactions/codepay");
    expect(JSON.parse(server.requests.at(-1)?.body ?? "")).toEqual({
      appid: wechat.appid,
      mchid: wechat.mchid,
      description: "Tea",
      out_trade_no: order.outTradeNo,
      amount: { total: 100, currency: "CNY" },
      payer: { auth_code: "130061098828009406" },
      scene_info: { device_ip: "203.0.113.7", store_info: { out_id: wechat.mchid } },
    });
  });

  it.each([
    ["a transaction", [{ status: 200, body: paying }]],
    [
      "a 202",
      [
        { status: 202, body: { code: "USERPAYING", message: "" } },
        { status: 200, body: paying },
      ],
    ],
    [
      "a refusal",
      [
        { status: 400, body: { code: "USERPAYING", message: "" } },
        { status: 200, body: paying },
      ],
    ],
  ])("waits for the customer's PIN when %s says so", async (_, told) => {
    play(absent, ...told);
    expect(await channel.create(order)).toMatchObject({ kind: "ok", value: waiting });
  });

  it.each([
    [transaction(), { kind: "ok", value: { state: "paid" } }],
    [paying, { kind: "ok", value: waiting }],
    [
      transaction({ trade_state: "REVOKED", success_time: undefined }),
      { kind: "ok", value: { state: "closed", moneyReturned: false } },
    ],
    [transaction({ trade_state: "PAYERROR" }), { kind: "declined", failure: { code: "payment_failed" } }],
  ])("never charges a second time what is there: %#", async (known, expected) => {
    const sent = play({ status: 200, body: known });
    expect(await channel.create(order)).toMatchObject(expected);
    expect(sent()).toEqual(["GET"]);
  });

  it("is not sent while nobody knows whether an earlier call took the money", async () => {
    const sent = play({ status: 500, body: { code: "SYSTEM_ERROR", message: "" } });
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason: "channel_error" });
    expect(sent()).toEqual(["GET"]);
  });

  it.each([
    ["AUTH_CODE_EXPIRED", 400, "payer_refused"],
    ["AUTH_CODE_INVALID", 400, "payer_refused"],
    ["NOT_ENOUGH", 403, "payer_refused"],
    ["PARAM_ERROR", 400, "parameters_refused"],
    ["NEVER_SEEN", 400, "channel_refused"],
  ])("that is refused with %s and left no order is declined", async (code, status, failure) => {
    play(absent, { status, body: { code, message: "不行" } }, absent);
    expect(await channel.create(order)).toMatchObject({
      kind: "declined",
      failure: { code: failure, channelCode: code, channelMessage: "不行" },
      earlierCalls: [{ operation: "query" }, { operation: "create" }],
    });
  });

  it("that is refused, and paid all the same, is paid", async () => {
    const refusal = { status: 403, body: { code: "OUT_TRADE_NO_USED", message: "" } };
    play(absent, refusal, { status: 200, body: transaction() });
    expect(await channel.create(order)).toMatchObject({ kind: "ok", value: { state: "paid" } });
  });

  it.each(["OUT_TRADE_NO_USED", "USERPAYING", "INVALID_REQUEST"])(
    "that is refused with %s, and not found, is not known",
    async (code) => {
      play(absent, { status: 403, body: { code, message: "" } }, absent);
      expect(await channel.create(order)).toMatchObject({ kind: "unknown", detail: code });
    },
  );

  it("that took another sum is not known to be paid", async () => {
    play(absent, { status: 200, body: transaction({ amount: { total: 101, currency: "CNY" } }) });
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason: "amount_differs" });
  });
});
