import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { orderOf, refundOf, testNow } from "../../testing/orders.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import {
  answer,
  notificationBody,
  refundAnswer,
  refundNotice,
  signedHeaders,
  transaction,
  wechat,
  wechatAccountFile,
} from "../../testing/wechat-platform.ts";
import type { Channel } from "../channel.ts";
import { hasValidSignature } from "../rsa/rsa-signature.ts";

const sub = { sub_mchid: "1900000109", sub_appid: "wx8888888888888888" } as const;
const numbers = { sp_mchid: wechat.mchid, sub_mchid: sub.sub_mchid };
const parties = { sp_appid: wechat.appid, ...numbers, sub_appid: sub.sub_appid };
const path = "/v3/pay/partner/transactions";
const openid = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
const order = orderOf();
const prepaid = answer(200, { prepay_id: "wx201410272009395522657a690389285100" });
let server: ScriptedServer;
let channel: Channel;

beforeAll(async () => {
  server = await startScriptedServer();
  channel = open(sub);
});
afterAll(async () => {
  await channel.dispose();
  await server.close();
});

describe("a service provider at WeChat Pay", () => {
  it("creates, asks, closes and reverses in the name of both", async () => {
    server.play(answer(200, { code_url: "weixin://wxpay/bizpayurl?pr=1" }));
    await channel.create(order);
    expect(sent()).toMatchObject({ target: `${path}/native`, body: { ...parties, description: "Tea" } });
    expect(sent().body).not.toHaveProperty("appid");
    expect(sent().body).not.toHaveProperty("mchid");
    await channel.query(order);
    const query = `sp_mchid=${wechat.mchid}&sub_mchid=${sub.sub_mchid}`;
    const number = `${path}/out-trade-no/${order.outTradeNo}`;
    expect(sent()).toMatchObject({ method: "GET", target: `${number}?${query}` });
    await channel.close(order);
    expect(sent()).toMatchObject({ target: `${number}/close`, body: numbers });
    server.play(answer(200, told({ trade_state: "USERPAYING" })));
    await channel.close(orderOf({ method: "wechat_codepay" }));
    const reverse = server.requests.findLast(({ method }) => method === "POST");
    expect(reverse?.target).toBe(`${number}/reverse`);
    expect(JSON.parse(reverse?.body ?? "")).toEqual(parties);
  });

  it.each([
    ["its merchant's appid", sub, { sub_openid: openid }, sub.sub_appid],
    ["its own appid", { sub_mchid: sub.sub_mchid }, { sp_openid: openid }, wechat.appid],
  ] as const)("names the customer and signs under %s", async (_, credentials, payer, appid) => {
    const provider = open(credentials);
    server.play(prepaid);
    const made = await provider.create(orderOf({ method: "wechat_jsapi", payer: { openid } }));
    expect(sent()).toMatchObject({ target: `${path}/jsapi`, body: { payer } });
    if (made.kind !== "ok" || made.value.state !== "waiting") throw new Error(JSON.stringify(made));
    const { nextAction } = made.value;
    if (nextAction.type !== "wechat_jsapi") throw new Error(nextAction.type);
    const { appId, timeStamp, nonceStr, package: given, paySign } = nextAction.params;
    expect(appId).toBe(appid);
    const message = `${appId}\n${timeStamp}\n${nonceStr}\n${given}\n`;
    expect(hasValidSignature(message, paySign, wechat.merchantKey)).toBe(true);
    await provider.dispose();
  });

  it.each([
    ["wechat_h5", "h5", { clientIp: "203.0.113.7" }],
    ["wechat_app", "app", {}],
    ["wechat_codepay", "codepay", { payer: { authCode: "130061098828009406" } }],
  ] as const)("pays by %s too", async (method, product, changes) => {
    server.play(
      product === "codepay" ? answer(404, { code: "ORDER_NOT_EXIST", message: "" }) : answer(200, {}),
    );
    await channel.create(orderOf({ method, ...changes }));
    const create = server.requests.findLast((request) => request.method === "POST");
    expect(create?.target).toBe(`${path}/${product}`);
    expect(JSON.parse(create?.body ?? "")).toMatchObject(parties);
    if (product !== "codepay") return;
    const till = { scene_info: { store_info: { out_id: sub.sub_mchid } } };
    expect(JSON.parse(create?.body ?? "")).toMatchObject(till);
  });

  it("refunds and asks for refunds on the common path, with its merchant's number", async () => {
    server.play(answer(200, refundAnswer()));
    const refund = refundOf();
    expect(await channel.refund(refund)).toMatchObject({ kind: "ok", value: { state: "processing" } });
    expect(sent()).toMatchObject({
      target: "/v3/refund/domestic/refunds",
      body: { sub_mchid: sub.sub_mchid, out_refund_no: refund.outRefundNo },
    });
    expect(await channel.queryRefund(refund)).toMatchObject({ kind: "ok" });
    expect(sent().target).toBe(
      `/v3/refund/domestic/refunds/${refund.outRefundNo}?sub_mchid=${sub.sub_mchid}`,
    );
    const payout = { to: "merchant" } as const;
    await channel.settleAbnormalRefund({ refund, channelRefundNo: "503000000001", payout });
    expect(sent().body).toMatchObject({ sub_mchid: sub.sub_mchid, type: "MERCHANT_BANK_CARD" });
  });

  it("takes transactions of this merchant alone", async () => {
    server.play(answer(200, told()));
    expect(await channel.query(order)).toMatchObject({ kind: "ok", value: { state: "paid" } });
    server.play(answer(200, told({ sub_appid: undefined })));
    expect(await channel.query(order)).toMatchObject({ kind: "ok" });
    for (const changes of [
      { sp_mchid: "1900000001" },
      { sub_mchid: "1900000001" },
      { sub_mchid: undefined },
      { sp_appid: "wx0000000000000000" },
      { sub_appid: "wx0000000000000000" },
      { sp_mchid: undefined, mchid: wechat.mchid, appid: wechat.appid },
    ]) {
      server.play(answer(200, told(changes)));
      expect(await channel.query(order)).toMatchObject({ kind: "unknown", reason: "account_differs" });
    }
  });

  it("takes notifications of this merchant alone", () => {
    const ended = refundNotice("SUCCESS", { mchid: undefined, ...numbers });
    expect(read(told(), "TRANSACTION.SUCCESS")).toMatchObject({ kind: "payment" });
    expect(read(ended, "REFUND.SUCCESS")).toMatchObject({ kind: "refund" });
    const other = { sub_mchid: "1900000001" };
    expect(read(told(other), "TRANSACTION.SUCCESS")).toMatchObject({ reason: "account_differs" });
    expect(read({ ...ended, ...other }, "REFUND.SUCCESS")).toMatchObject({ reason: "account_differs" });
    expect(read(transaction(), "TRANSACTION.SUCCESS")).toMatchObject({ reason: "account_differs" });
    expect(read(refundNotice("SUCCESS"), "REFUND.SUCCESS")).toMatchObject({ reason: "account_differs" });
  });
});

function open(credentials: Record<string, string>): Channel {
  const file = wechatAccountFile(server.url);
  return openChannel({ ...file, credentials: { ...file.credentials, ...credentials } });
}

function told(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...transaction({ appid: undefined, mchid: undefined, ...parties }), ...changes };
}

function sent(): { readonly method?: string; readonly target?: string; readonly body: unknown } {
  const { method = "", target = "", body = "" } = server.requests.at(-1) ?? {};
  return { method, target, body: body === "" ? null : JSON.parse(body) };
}

function read(content: Record<string, unknown>, eventType: string) {
  const body = notificationBody(JSON.stringify(content), eventType);
  return channel.readNotification({ headers: signedHeaders(body), body: Buffer.from(body) }, testNow);
}
