import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  alipay,
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

const order = orderOf({ method: "alipay_jsapi", payer: { buyerId: "2088102146225135" } });
const tradeNo = "2026112222001499160501589436";
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

describe("a trade for a buyer inside Alipay", () => {
  it.each([
    [{ buyerId: "2088102146225135" }, { buyer_id: "2088102146225135" }],
    [
      { buyerOpenId: "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5" },
      { buyer_open_id: "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5" },
    ],
  ])("is a number to pay: %j", async (payer, buyer) => {
    server.play(
      answerNode({ code: "10000", msg: "Success", out_trade_no: order.outTradeNo, trade_no: tradeNo }),
    );
    expect(await channel.create({ ...order, payer })).toMatchObject({
      kind: "ok",
      value: { state: "waiting", nextAction: { type: "alipay_jsapi", trade_no: tradeNo } },
    });
    const sent = server.requests.at(-1);
    expect(methodOf(sent?.target ?? "")).toBe("alipay.trade.create");
    expect(contentOf(sent)).toMatchObject({ product_code: "JSAPI_PAY", op_app_id: alipay.appId, ...buyer });
  });

  it("names another mini program where the account does", async () => {
    const file = alipayAccountFile(server.url);
    const other = openChannel({
      ...file,
      credentials: { ...file.credentials, op_app_id: "2021000000000001" },
    });
    await other.create(order);
    expect(contentOf(server.requests.at(-1))).toMatchObject({ op_app_id: "2021000000000001" });
    await other.dispose();
  });

  it("needs its buyer, and Alipay's methods alone are served", async () => {
    await expect(channel.create({ ...order, payer: null })).rejects.toThrow("buyer");
    await expect(channel.create({ ...order, method: "wechat_jsapi" })).rejects.toThrow("wechat_jsapi");
  });

  it.each([
    ["answer_unreadable", { trade_no: undefined }],
    ["number_differs", { out_trade_no: "att_another00000000000000000001" }],
  ])("is unknown with %s", async (reason, changes) => {
    const node = { code: "10000", msg: "Success", out_trade_no: order.outTradeNo, trade_no: tradeNo };
    server.play(answerNode({ ...node, ...changes }));
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason });
  });

  it("is paid when it was paid before, and declined when the buyer is refused", async () => {
    playNodes(server, { create: refusalNode("ACQ.TRADE_HAS_SUCCESS"), query: trade() });
    expect(await channel.create(order)).toMatchObject({ kind: "ok", value: { state: "paid" } });
    playNodes(server, { create: refusalNode("ACQ.BUYER_ENABLE_STATUS_FORBID") });
    expect(await channel.create(order)).toMatchObject({
      kind: "declined",
      failure: { code: "payer_refused" },
    });
  });
});
