import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  alipayAccountFile,
  answerNode,
  contentOf,
  methodOf,
  playNodes,
  refusalNode,
  trade,
} from "../../testing/alipay-platform.ts";
import { openChannel } from "../../testing/open-channel.ts";
import { orderOf } from "../../testing/orders.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import type { Channel } from "../channel.ts";

const order = orderOf({ method: "alipay_barcode", payer: { authCode: "281234567890123456" } });
const waiting = { kind: "ok", value: { state: "waiting", nextAction: { type: "await_customer" } } };
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

describe("a customer's payment code at the till", () => {
  it("is charged at once", async () => {
    server.play(answerNode(charged()));
    expect(await channel.create(order)).toMatchObject({
      kind: "ok",
      value: {
        state: "paid",
        money: { amount: 100, currency: "CNY" },
        channelTradeNo: "2026112222001499160501589436",
        paidAt: new Date("2026-11-22T09:59:30Z"),
      },
      call: { operation: "create", channelCode: "10000" },
    });
    const sent = server.requests.at(-1);
    expect(methodOf(sent?.target ?? "")).toBe("alipay.trade.pay");
    expect(contentOf(sent)).toEqual({
      out_trade_no: order.outTradeNo,
      total_amount: "1.00",
      subject: "Tea",
      product_code: "FACE_TO_FACE_PAYMENT",
      scene: "bar_code",
      auth_code: "281234567890123456",
      time_expire: "2026-11-22 18:30:00",
    });
  });

  it("waits while the customer types a password", async () => {
    server.play(answerNode(charged({ code: "10003", gmt_payment: undefined })));
    expect(await channel.create(order)).toMatchObject({ ...waiting, call: { channelCode: "10003" } });
  });

  it("is in nobody's hands after a 20000, and after a 10003 that is not signed for it", async () => {
    server.play(answerNode(refusalNode("isp.unknow-error", "20000")));
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason: "channel_error" });
    server.play(answerNode({ code: "10003", out_trade_no: "att_another00000000000000000001" }));
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason: "number_differs" });
  });

  it.each([
    ["amount_differs", { total_amount: "1.01" }],
    ["number_differs", { out_trade_no: "att_another00000000000000000001" }],
    ["answer_unreadable", { total_amount: "a yuan" }],
    ["answer_unreadable", { trade_no: undefined }],
    ["answer_unreadable", { gmt_payment: "yesterday" }],
  ])("is not taken for paid with %s", async (reason, changes) => {
    server.play(answerNode(charged(changes)));
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason });
  });

  it.each([
    ["ACQ.PAYMENT_AUTH_CODE_INVALID", "payment_failed"],
    ["ACQ.PULL_MOBILE_CASHIER_FAIL", "payment_failed"],
    ["ACQ.BUYER_BALANCE_NOT_ENOUGH", "payer_refused"],
    ["ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH", "payer_refused"],
    ["ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR", "payer_refused"],
    ["ACQ.ERROR_BALANCE_PAYMENT_DISABLE", "payer_refused"],
    ["ACQ.NEVER_SEEN", "channel_refused"],
  ])("that is refused with %s is declined where there is no trade", async (subCode, code) => {
    playNodes(server, { pay: refusalNode(subCode), query: refusalNode("ACQ.TRADE_NOT_EXIST") });
    expect(await channel.create(order)).toMatchObject({
      kind: "declined",
      failure: { code, channelCode: subCode },
      earlierCalls: [{ operation: "create", channelCode: subCode }],
    });
  });

  it.each([
    ["TRADE_SUCCESS", {}, { kind: "ok", value: { state: "paid" } }],
    ["WAIT_BUYER_PAY", { send_pay_date: undefined }, waiting],
    ["TRADE_CLOSED", {}, { kind: "ok", value: { state: "closed", moneyReturned: true } }],
    ["TRADE_CLOSED", { send_pay_date: undefined }, { kind: "declined", failure: { code: "payment_failed" } }],
    ["TRADE_SUCCESS", { total_amount: "1.01" }, { kind: "unknown", reason: "follow_up_failed" }],
  ])("that was used before is what its order is: %s %j", async (status, changes, expected) => {
    const query = trade({ trade_status: status, ...changes });
    playNodes(server, { pay: refusalNode("ACQ.PAYMENT_AUTH_CODE_INVALID"), query });
    expect(await channel.create(order)).toMatchObject(expected);
  });

  it("that cannot be asked about after a refusal is unknown", async () => {
    playNodes(server, {
      pay: refusalNode("ACQ.PAYMENT_AUTH_CODE_INVALID"),
      query: refusalNode("ACQ.SYSTEM_ERROR"),
    });
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason: "follow_up_failed" });
  });

  it("is needed", async () => {
    await expect(channel.create({ ...order, payer: null })).rejects.toThrow("code");
  });
});

function charged(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    code: "10000",
    msg: "Success",
    out_trade_no: order.outTradeNo,
    trade_no: "2026112222001499160501589436",
    total_amount: "1.00",
    gmt_payment: "2026-11-22 17:59:30",
    buyer_logon_id: "xud***@126.com",
    ...changes,
  };
}
