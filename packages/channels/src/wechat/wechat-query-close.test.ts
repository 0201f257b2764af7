import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { orderOf } from "../../testing/orders.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import {
  answer,
  refusal,
  transaction,
  wechatAccountFile,
  writeSigned,
} from "../../testing/wechat-platform.ts";
import type { Channel } from "../channel.ts";

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

describe("WeChat Pay's answer to a query", () => {
  it.each([
    [
      "SUCCESS",
      {
        state: "paid",
        channelTradeNo: "4200000263201902167700134902",
        paidAt: new Date("2026-11-22T09:59:30Z"),
      },
    ],
    ["REFUND", { state: "paid", money: { amount: 100, currency: "CNY" } }],
    ["NOTPAY", { state: "waiting" }],
    ["USERPAYING", { state: "waiting" }],
    ["CLOSED", { state: "closed", moneyReturned: false }],
    ["REVOKED", { state: "closed", moneyReturned: true }],
    ["PAYERROR", { state: "failed", failure: { code: "payment_failed", channelCode: "PAYERROR" } }],
  ])("%s is the order's state", async (tradeState, value) => {
    server.play(answer(200, transaction({ trade_state: tradeState })));
    expect(await channel.query(order)).toMatchObject({ kind: "ok", value });
  });

  it("about an unpaid order may leave out all that is not known yet", async () => {
    const { appid, mchid, out_trade_no: number } = transaction();
    server.play(
      answer(200, {
        appid,
        mchid,
        out_trade_no: number,
        trade_state: "NOTPAY",
        trade_state_desc: "订单未支付",
      }),
    );
    expect(await channel.query(order)).toMatchObject({ kind: "ok", value: { state: "waiting" } });
  });

  it.each([
    ["amount_differs", { amount: { total: 99, currency: "CNY" } }],
    ["currency_differs", { amount: { total: 100, currency: "USD" } }],
    ["account_differs", { mchid: "1900000001" }],
    ["account_differs", { appid: "wx0000000000000000" }],
    ["number_differs", { out_trade_no: "att_another00000000000000000001" }],
    ["answer_unreadable", { amount: undefined }],
    ["answer_unreadable", { success_time: undefined }],
    ["answer_unreadable", { trade_state: "NEVER_SEEN" }],
    ["answer_unreadable", { amount: { total: 1.5 } }],
  ])("with something else than the order is %s", async (reason, changes) => {
    server.play(answer(200, transaction(changes)));
    expect(await channel.query(order)).toMatchObject({ kind: "unknown", reason });
  });

  it("never ends an order by a refusal", async () => {
    for (const code of ["PARAM_ERROR", "RULE_LIMIT", "ORDER_CLOSED", "INVALID_REQUEST"]) {
      server.play(refusal(400, code));
      expect(await channel.query(order)).toMatchObject({ kind: "unknown", reason: "refused", detail: code });
    }
    server.play(refusal(404, "ORDER_NOT_EXIST"));
    expect(await channel.query(order)).toMatchObject({ kind: "ok", value: { state: "absent" } });
  });
});

describe("WeChat Pay's answer to a close", () => {
  it("is a signed 204", async () => {
    server.play(answer(204, null));
    expect(await channel.close(order)).toMatchObject({
      kind: "ok",
      value: { state: "closed", moneyReturned: false },
    });
    server.play((_, response) => response.writeHead(204).end());
    expect(await channel.close(order)).toMatchObject({ kind: "unknown", reason: "signature_missing" });
  });

  it.each([
    ["ORDER_PAID", transaction(), { kind: "ok", value: { state: "paid" } }],
    ["ORDER_CLOSED", transaction({ trade_state: "CLOSED" }), { kind: "ok", value: { state: "closed" } }],
    ["INVALID_REQUEST", transaction({ trade_state: "NOTPAY" }), { kind: "unknown", reason: "refused" }],
  ])("%s is settled by the order's state", async (code, told, expected) => {
    server.play(({ method }, response) => {
      if (method === "POST") writeSigned(response, 400, { code, message: "" });
      else writeSigned(response, 200, told);
    });
    expect(await channel.close(order)).toMatchObject({ ...expected, earlierCalls: [{ operation: "close" }] });
  });

  it("says when there is no such order", async () => {
    server.play(refusal(404, "ORDER_NOT_EXIST"));
    expect(await channel.close(order)).toMatchObject({ kind: "ok", value: { state: "absent" } });
  });
});
