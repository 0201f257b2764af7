import type { Method } from "@compose-pay/domain";
import WxPay from "wechatpay-node-v3";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { orderOf } from "../../testing/orders.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { answer, wechat, wechatAccountFile } from "../../testing/wechat-platform.ts";
import type { Channel, OrderToCreate } from "../channel.ts";
import { hasValidSignature } from "../rsa/rsa-signature.ts";

const prepayId = "wx201410272009395522657a690389285100";
const h5Url = "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1&package=2";
const openid = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
const miniAppid = "wx8888888888888888";
let server: ScriptedServer;
let channel: Channel;

beforeAll(async () => {
  server = await startScriptedServer();
  channel = openChannel(fileWith({ mini_appid: miniAppid }));
});
afterAll(async () => {
  await channel.dispose();
  await server.close();
});
beforeEach(() => server.play(answer(200, { prepay_id: prepayId })));

describe("a WeChat Pay order", () => {
  it.each([
    ["wechat_jsapi", wechat.appid],
    ["wechat_mini", miniAppid],
  ] as const)("by %s is JSAPI's, under the appid of its page", async (method, appid) => {
    const create = vi.spyOn(WxPay.prototype, "transactions_jsapi");
    const { nextAction, sent } = await created({ method, payer: { openid } });
    expect(create).toHaveBeenCalledOnce();
    create.mockRestore();
    expect(sent).toMatchObject({
      target: "/v3/pay/transactions/jsapi",
      body: { appid, mchid: wechat.mchid, payer: { openid }, amount: { total: 100 } },
    });
    if (nextAction.type !== "wechat_jsapi") throw new Error(nextAction.type);
    const { appId, timeStamp, nonceStr, paySign } = nextAction.params;
    expect(appId).toBe(appid);
    const message = `${appid}\n${timeStamp}\n${nonceStr}\nprepay_id=${prepayId}\n`;
    expect(hasValidSignature(message, paySign, wechat.merchantKey)).toBe(true);
  });

  it("by app is signed for the app", async () => {
    const { nextAction, sent } = await created({ method: "wechat_app" });
    expect(sent).toMatchObject({ target: "/v3/pay/transactions/app", body: { appid: wechat.appid } });
    expect(sent.body).not.toHaveProperty("payer");
    if (nextAction.type !== "wechat_app") throw new Error(nextAction.type);
    const { partnerid, timestamp, noncestr, prepayid, sign } = nextAction.params;
    expect({ partnerid, prepayid }).toEqual({ partnerid: wechat.mchid, prepayid: prepayId });
    const message = `${wechat.appid}\n${timestamp}\n${noncestr}\n${prepayId}\n`;
    expect(hasValidSignature(message, sign, wechat.merchantKey)).toBe(true);
  });

  it("by H5 names the customer's address and leads back to the shop", async () => {
    server.play(answer(200, { h5_url: h5Url }));
    const returnUrl = "https://shop.example/orders?no=A1001&from=支付";
    const h5 = { method: "wechat_h5", clientIp: "203.0.113.7" } as const;
    const { nextAction, sent } = await created({ ...h5, returnUrl });
    expect(sent).toMatchObject({
      target: "/v3/pay/transactions/h5",
      body: { scene_info: { payer_client_ip: "203.0.113.7", h5_info: { type: "Wap" } } },
    });
    expect(nextAction).toEqual({
      type: "redirect",
      url: `${h5Url}&redirect_url=${encodeURIComponent(returnUrl)}`,
    });
    expect((await created(h5)).nextAction).toEqual({ type: "redirect", url: h5Url });
  });

  it("created again has the same client parameters, though every request is signed anew", async () => {
    const order = { method: "wechat_jsapi", payer: { openid } } as const;
    const [first, second] = [await created(order), await created(order)];
    expect(second.nextAction).toEqual(first.nextAction);
    expect(second.sent.body).toEqual(first.sent.body);
    expect(second.sent.authorization).not.toBe(first.sent.authorization);
  });

  it.each<[Method, Partial<OrderToCreate>]>([
    ["wechat_jsapi", {}],
    ["wechat_mini", { payer: { buyerId: "2088" } }],
    ["wechat_h5", {}],
    ["alipay_qr", {}],
  ])("by %s without what it needs is a bug and not sent", async (method, changes) => {
    const before = server.requests.length;
    await expect(channel.create(orderOf({ method, ...changes }))).rejects.toThrow();
    expect(server.requests).toHaveLength(before);
  });

  it.each([
    ["wechat_jsapi", { code_url: "weixin://" }],
    ["wechat_app", {}],
    ["wechat_jsapi", { prepay_id: "wx1\nx" }],
    ["wechat_h5", { h5_url: "javascript:alert(1)" }],
  ] as const)("by %s is not known to be made by the answer %j", async (method, body) => {
    server.play(answer(200, body));
    const order = orderOf({ method, payer: { openid }, clientIp: "203.0.113.7" });
    expect(await channel.create(order)).toMatchObject({ kind: "unknown", reason: "answer_unreadable" });
  });
});

function fileWith(credentials: Record<string, unknown>) {
  const file = wechatAccountFile(server.url);
  return { ...file, credentials: { ...file.credentials, ...credentials } };
}

async function created(changes: Partial<OrderToCreate>) {
  const made = await channel.create(orderOf(changes));
  if (made.kind !== "ok" || made.value.state !== "waiting") throw new Error(JSON.stringify(made));
  const sent = server.requests.at(-1);
  const body: unknown = JSON.parse(sent?.body ?? "null");
  const authorization = sent?.headers["authorization"];
  return { nextAction: made.value.nextAction, sent: { target: sent?.target, body, authorization } };
}
