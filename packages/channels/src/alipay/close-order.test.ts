import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  alipayAccountFile,
  answerNode,
  methodOf,
  refusalNode,
  trade,
} from "../../testing/alipay-platform.ts";
import { openChannel } from "../../testing/open-channel.ts";
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
    const answer = await close({ close: absent, cancel: { ...done, retry_flag: "N" } });
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

  it("is not finished while Alipay wants the cancel again", async () => {
    const cancel = { ...done, retry_flag: "Y", action: "close" };
    expect(await close({ close: absent, cancel })).toMatchObject({
      kind: "unknown",
      reason: "cancel_unfinished",
    });
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

  it("is unknown when the system fails, in the cancel's own spelling too", async () => {
    expect(await close({ close: refusalNode("ACQ.SYSTEM_ERROR") })).toMatchObject({ kind: "unknown" });
    const cancel = refusalNode("AQC.SYSTEM_ERROR");
    expect(await close({ close: absent, cancel })).toMatchObject({
      kind: "unknown",
      reason: "channel_error",
    });
  });
});

function close(nodes: Readonly<Record<string, Record<string, unknown>>>): Promise<Answer<ClosedOrder>> {
  server.play((request, response) => {
    const verb = methodOf(request.target).split(".").at(-1) ?? "";
    answerNode(nodes[verb] ?? {})(request, response);
  });
  return channel.close(order);
}
