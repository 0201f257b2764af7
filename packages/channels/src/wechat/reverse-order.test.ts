import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { orderOf } from "../../testing/orders.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { transaction, wechat, wechatAccountFile, writeSigned } from "../../testing/wechat-platform.ts";
import type { Channel } from "../channel.ts";

const order = orderOf({ method: "wechat_codepay", payer: { authCode: "130061098828009406" } });
const path = `/v3/pay/transactions/out-trade-no/${order.outTradeNo}`;
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

type Told = readonly [status: number, body: unknown];

const paying: Told = [200, transaction({ trade_state: "USERPAYING", success_time: undefined })];
const paid: Told = [200, transaction()];
const refunded: Told = [200, transaction({ trade_state: "REFUND" })];
const revoked: Told = [200, transaction({ trade_state: "REVOKED", success_time: undefined })];
const revokedPaid: Told = [200, transaction({ trade_state: "REVOKED" })];
const failed: Told = [200, transaction({ trade_state: "PAYERROR", success_time: undefined })];
const absent: Told = [404, { code: "ORDER_NOT_EXIST", message: "" }];
const done: Told = [200, { appid: wechat.appid, mchid: wechat.mchid, out_trade_no: order.outTradeNo }];
const broken: Told = [500, { code: "SYSTEM_ERROR", message: "" }];
const refused: Told = [400, { code: "INVALID_REQUEST", message: "" }];

describe("closing an order at the till", () => {
  it.each([
    ["is paid", [paid], { kind: "ok", value: { state: "paid" } }],
    ["is paid and partly refunded", [refunded], { kind: "ok", value: { state: "paid" } }],
    ["is revoked", [revoked], { kind: "ok", value: { state: "closed", moneyReturned: false } }],
    ["is revoked with its money", [revokedPaid], { value: { state: "closed", moneyReturned: true } }],
    ["failed", [failed], { value: { state: "closed", moneyReturned: false } }],
    ["cannot be asked for", [broken], { kind: "unknown", reason: "channel_error" }],
  ])("reverses nothing that %s", async (_, told, expected) => {
    const sent = play(told);
    expect(await channel.close(order)).toMatchObject(expected);
    expect(sent()).toEqual([["GET", `${path}?mchid=${wechat.mchid}`]]);
  });

  it("reverses what waits, and asks what became of it", async () => {
    const sent = play([paying, done, revoked]);
    expect(await channel.close(order)).toMatchObject({
      kind: "ok",
      value: { state: "closed", moneyReturned: false },
      call: { operation: "query" },
      earlierCalls: [{ operation: "query" }, { operation: "close" }],
    });
    expect(sent()[1]).toEqual(["POST", `${path}/reverse`]);
    expect(JSON.parse(server.requests.at(-2)?.body ?? "")).toEqual({
      appid: wechat.appid,
      mchid: wechat.mchid,
    });
  });

  it.each([
    ["REVOKED", revokedPaid],
    ["REFUND", refunded],
  ])("says that the money went back when the customer was faster (%s)", async (_, end) => {
    play([paying, done, end]);
    expect(await channel.close(order)).toMatchObject({ value: { state: "closed", moneyReturned: true } });
  });

  it.each([
    ["had no answer", [broken]],
    ["left the order waiting", [done, paying]],
    ["left the order paid", [done, paid]],
    ["could not be asked about", [done, broken]],
    ["was refused without a reason in the order", [refused, paying]],
  ])("is reversed again when a reverse %s", async (_, first) => {
    const sent = play([paying, ...first, done, revoked]);
    expect(await channel.close(order)).toMatchObject({ value: { state: "closed", moneyReturned: false } });
    expect(sent().filter(([method]) => method === "POST")).toHaveLength(2);
  });

  it("says what a refused reverse comes to by the order", async () => {
    play([paying, refused, failed]);
    expect(await channel.close(order)).toMatchObject({ value: { state: "closed", moneyReturned: false } });
    play([absent, absent]);
    expect(await channel.close(order)).toMatchObject({ kind: "ok", value: { state: "absent" } });
  });

  it("stays unknown, with every call told, when no reverse of three is definite", async () => {
    play([paying, broken, broken, broken]);
    expect(await channel.close(order)).toMatchObject({
      kind: "unknown",
      reason: "channel_error",
      earlierCalls: [{ operation: "query" }, { operation: "close" }, { operation: "close" }],
    });
  });
});

/** Plays one answer after the other; what was sent is given back. */
function play(told: readonly Told[]): () => readonly (readonly [string, string])[] {
  const before = server.requests.length;
  server.play((_, response) => {
    const next = told[server.requests.length - before - 1];
    if (next === undefined) throw new Error("one call too many");
    writeSigned(response, ...next);
  });
  return () => server.requests.slice(before).map(({ method, target }) => [method, target]);
}
