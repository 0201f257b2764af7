import type { Method } from "@compose-pay/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  alipayAccountFile,
  answerNode,
  methodOf,
  playNodes,
  refusalNode,
  trade,
} from "../../testing/alipay-platform.ts";
import { openChannel, shortDeadlines } from "../../testing/open-channel.ts";
import { orderOf } from "../../testing/orders.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import type { Answer, Channel, ClosedOrder } from "../channel.ts";

const order = orderOf({ method: "alipay_qr" });
const done = { code: "10000", msg: "Success", out_trade_no: order.outTradeNo };
const absent = refusalNode("ACQ.TRADE_NOT_EXIST");
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

describe("closing an order at Alipay", () => {
  it("closes the trade", async () => {
    expect(await close({ close: done })).toMatchObject({ value: { state: "closed", moneyReturned: false } });
  });

  it("cancels the number while there is no trade, so that its code cannot be paid any more", async () => {
    const cancel = { ...done, retry_flag: "N", action: "close" };
    const answer = await close({ close: absent, cancel });
    expect(answer).toMatchObject({
      kind: "ok",
      value: { state: "closed", moneyReturned: false },
      call: { operation: "close", channelCode: "10000" },
      earlierCalls: [{ operation: "close", channelCode: "ACQ.TRADE_NOT_EXIST" }],
    });
  });

  it("tells when the cancel gave the customer's money back", async () => {
    const cancel = { ...done, retry_flag: "N", action: "refund" };
    expect(await close({ close: absent, cancel })).toMatchObject({
      value: { state: "closed", moneyReturned: true },
    });
  });

  it("cancels again while Alipay wants it, as long as there is time", async () => {
    const wanted = { ...done, retry_flag: "Y", action: "close" };
    const cancels = [wanted, { ...done, retry_flag: "N", action: "refund" }];
    server.play((request, response) => {
      const node = methodOf(request.target).endsWith("cancel") ? (cancels.shift() ?? {}) : absent;
      answerNode(node)(request, response);
    });
    expect(await channel.close(order)).toMatchObject({
      value: { state: "closed", moneyReturned: true },
      earlierCalls: [{ channelCode: "ACQ.TRADE_NOT_EXIST" }, { channelCode: "10000" }],
    });
    playNodes(server, { close: absent, cancel: wanted });
    const hasty = openChannel(alipayAccountFile(server.url), {
      deadlinesMs: { ...shortDeadlines, close: 300 },
    });
    expect(await hasty.close(order)).toMatchObject({ kind: "unknown", reason: "cancel_unfinished" });
    await hasty.dispose();
  });

  it("is not done by a cancel that had nothing to end", async () => {
    const cancel = { ...done, retry_flag: "N" };
    for (const method of ["alipay_qr", "alipay_barcode"] as const) {
      expect(await close({ close: absent, query: absent, cancel }, method)).toMatchObject({
        kind: "ok",
        value: { state: "absent" },
      });
    }
  });

  it("does not find what Alipay does not know at all", async () => {
    expect(await close({ close: absent, cancel: absent })).toMatchObject({ value: { state: "absent" } });
  });

  it.each([
    ["TRADE_SUCCESS", { kind: "ok", value: { state: "paid" } }],
    ["TRADE_CLOSED", { kind: "ok", value: { state: "closed", moneyReturned: true } }],
    ["WAIT_BUYER_PAY", { kind: "unknown", reason: "refused", detail: "ACQ.REASON_TRADE_STATUS_INVALID" }],
  ])("that is refused is settled by the trade's state: %s", async (status, expected) => {
    const refused = refusalNode("ACQ.REASON_TRADE_STATUS_INVALID");
    const query = trade({ trade_status: status });
    expect(await close({ close: refused, query })).toMatchObject(expected);
    expect(await close({ close: absent, cancel: refused, query })).toMatchObject({
      ...expected,
      earlierCalls: [{ operation: "close" }, { operation: "close" }],
    });
  });

  it("takes a close or a cancel of another number for none", async () => {
    const another = { ...done, out_trade_no: "att_another00000000000000000001" };
    expect(await close({ close: another })).toMatchObject({ kind: "unknown", reason: "number_differs" });
    const cancel = { ...done, out_trade_no: "att_another00000000000000000001", retry_flag: "N" };
    expect(await close({ close: absent, cancel })).toMatchObject({
      kind: "unknown",
      reason: "number_differs",
    });
  });

  it.each(["alipay_page", "alipay_wap", "alipay_app", "alipay_jsapi"] as const)(
    "of %s that nobody opened is absent and no more: what was signed can be paid until it expires",
    async (method) => {
      const before = server.requests.length;
      expect(await close({ close: absent }, method)).toMatchObject({
        kind: "ok",
        value: { state: "absent" },
      });
      expect(server.requests.slice(before).map(({ target }) => methodOf(target))).toEqual([
        "alipay.trade.close",
      ]);
    },
  );

  it("is unknown when the system fails, in the cancel's own spelling too", async () => {
    expect(await close({ close: refusalNode("ACQ.SYSTEM_ERROR") })).toMatchObject({ kind: "unknown" });
    const cancel = refusalNode("AQC.SYSTEM_ERROR");
    expect(await close({ close: absent, cancel })).toMatchObject({
      kind: "unknown",
      reason: "channel_error",
    });
  });
});

describe("closing an order of a payment code", () => {
  const cancel = { ...done, retry_flag: "N", action: "close" };

  it.each([
    ["waits", trade({ trade_status: "WAIT_BUYER_PAY", send_pay_date: undefined })],
    ["is not there", absent],
  ])("cancels it when it %s", async (_, query) => {
    expect(await close({ query, cancel }, "alipay_barcode")).toMatchObject({
      kind: "ok",
      value: { state: "closed", moneyReturned: false },
      call: { operation: "close" },
      earlierCalls: [{ operation: "query" }],
    });
  });

  it("tells when the customer was faster and has the money back", async () => {
    const query = trade({ trade_status: "WAIT_BUYER_PAY", send_pay_date: undefined });
    const refunded = { ...cancel, action: "refund" };
    expect(await close({ query, cancel: refunded }, "alipay_barcode")).toMatchObject({
      value: { state: "closed", moneyReturned: true },
    });
  });

  it.each([
    ["paid", trade(), { kind: "ok", value: { state: "paid" } }],
    [
      "refunded",
      trade({ trade_status: "TRADE_CLOSED" }),
      { value: { state: "closed", moneyReturned: true } },
    ],
    ["unknown", refusalNode("ACQ.SYSTEM_ERROR"), { kind: "unknown", reason: "channel_error" }],
    ["another sum", trade({ total_amount: "1.01" }), { kind: "unknown", reason: "amount_differs" }],
  ])("cancels nothing that is %s", async (_, query, expected) => {
    const before = server.requests.length;
    expect(await close({ query, cancel }, "alipay_barcode")).toMatchObject(expected);
    expect(server.requests.slice(before).map(({ target }) => methodOf(target))).toEqual([
      "alipay.trade.query",
    ]);
  });

  it.each(["ACQ.TRADE_CANCEL_TIME_OUT", "ACQ.CANCEL_NOT_ALLOWED", "ACQ.SELLER_BALANCE_NOT_ENOUGH"])(
    "that is refused with %s is not closed",
    async (subCode) => {
      const query = trade({ trade_status: "WAIT_BUYER_PAY", send_pay_date: undefined });
      const { kind } = await close({ query, cancel: refusalNode(subCode) }, "alipay_barcode");
      expect(["unknown", "throttled"]).toContain(kind);
    },
  );
});

function close(
  nodes: Readonly<Record<string, Record<string, unknown>>>,
  method: Method = "alipay_qr",
): Promise<Answer<ClosedOrder>> {
  playNodes(server, nodes);
  return channel.close({ ...order, method });
}
