import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { alipayAccountFile, answerNode, refusalNode, trade } from "../../testing/alipay-platform.ts";
import { openChannel } from "../../testing/open-channel.ts";
import { orderOf } from "../../testing/orders.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
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

describe("Alipay's answer to a query", () => {
  it.each([
    [
      "TRADE_SUCCESS",
      {},
      {
        state: "paid",
        channelTradeNo: "2026112222001499160501589436",
        paidAt: new Date("2026-11-22T09:59:30Z"),
      },
    ],
    ["TRADE_FINISHED", {}, { state: "paid", money: { amount: 100, currency: "CNY" } }],
    ["WAIT_BUYER_PAY", { send_pay_date: undefined }, { state: "waiting" }],
    ["TRADE_CLOSED", { send_pay_date: undefined }, { state: "closed", moneyReturned: false }],
    ["TRADE_CLOSED", {}, { state: "closed", moneyReturned: true }],
  ])(
    "%s is the order's state, though the call was carried out either way",
    async (status, changes, value) => {
      server.play(answerNode(trade({ trade_status: status, ...changes })));
      expect(await channel.query(order)).toMatchObject({ kind: "ok", value });
    },
  );

  it("says when there is no trade yet", async () => {
    server.play(answerNode(refusalNode("ACQ.TRADE_NOT_EXIST")));
    expect(await channel.query(order)).toMatchObject({ kind: "ok", value: { state: "absent" } });
  });

  it.each([
    ["amount_differs", { total_amount: "1.01" }],
    ["currency_differs", { trans_currency: "USD" }],
    ["number_differs", { out_trade_no: "att_another00000000000000000001" }],
    ["answer_unreadable", { total_amount: "1.001" }],
    ["answer_unreadable", { total_amount: 1 }],
    ["answer_unreadable", { trade_status: "NEVER_SEEN" }],
    ["answer_unreadable", { send_pay_date: "yesterday" }],
  ])("with something else than the order is %s", async (reason, changes) => {
    server.play(answerNode(trade(changes)));
    expect(await channel.query(order)).toMatchObject({ kind: "unknown", reason });
  });

  it("never ends an order by a refusal", async () => {
    server.play(answerNode(refusalNode("ACQ.INVALID_PARAMETER")));
    expect(await channel.query(order)).toMatchObject({ kind: "unknown", reason: "refused" });
  });
});
