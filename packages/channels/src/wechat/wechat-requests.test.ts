import WxPay from "wechatpay-node-v3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { openChannel } from "../../testing/open-channel.ts";
import { orderOf, testClock } from "../../testing/orders.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { wechat, wechatAccountFile } from "../../testing/wechat-platform.ts";
import type { Channel } from "../channel.ts";
import { hasValidSignature } from "../rsa/rsa-signature.ts";

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

describe("a WeChat Pay request", () => {
  it("is built by the package and signed by our own core over the bytes on the wire", async () => {
    const native = vi.spyOn(WxPay.prototype, "transactions_native");
    const authorization = vi.spyOn(WxPay.prototype, "getAuthorization");
    await channel.create(order);
    expect(native).toHaveBeenCalledOnce();
    const sent = server.requests.at(-1);
    expect(sent?.headers["authorization"]).not.toBe(authorization.mock.results[0]?.value);
    expect(sent).toMatchObject({ method: "POST", target: "/v3/pay/transactions/native" });
    expect(JSON.parse(sent?.body ?? "")).toEqual({
      appid: wechat.appid,
      mchid: wechat.mchid,
      description: "Tea",
      out_trade_no: order.outTradeNo,
      time_expire: "2026-11-22T18:30:00+08:00",
      notify_url: order.notifyUrl,
      amount: { total: 100, currency: "CNY" },
    });
    expect(isSigned()).toBe(true);
  });

  it("carries a fresh nonce, the clock's time, its serial and the key it wants the answer under", async () => {
    await channel.create(order);
    await channel.create(order);
    const [first, second] = server.requests.slice(-2).map((sent) => stampOf(sent.headers["authorization"]));
    expect(first?.["nonce_str"]).toMatch(/^[0-9a-f]{32}$/);
    expect(first?.["nonce_str"]).not.toBe(second?.["nonce_str"]);
    expect(first).toMatchObject({
      mchid: wechat.mchid,
      timestamp: String(testClock.now().getTime() / 1000),
      serial_no: "5F1C72E2A8931B72A2E13AF8DEE92471EB397115",
    });
    const headers = server.requests.at(-1)?.headers;
    expect(headers).toMatchObject({ accept: "application/json", "wechatpay-serial": wechat.keyId });
    expect(headers?.["user-agent"]).toMatch(/compose-pay/);
  });

  it("names the order in the signed path of a query and of a close", async () => {
    await channel.query(order);
    const path = `/v3/pay/transactions/out-trade-no/${order.outTradeNo}`;
    expect(server.requests.at(-1)).toMatchObject({
      method: "GET",
      target: `${path}?mchid=${wechat.mchid}`,
      body: "",
    });
    expect(isSigned()).toBe(true);
    await channel.close(order);
    expect(server.requests.at(-1)).toMatchObject({ method: "POST", target: `${path}/close` });
    expect(server.requests.at(-1)?.body).toBe(JSON.stringify({ mchid: wechat.mchid }));
    expect(isSigned()).toBe(true);
  });

  it("is not made for a number that would lead its path elsewhere", async () => {
    await expect(channel.query(orderOf({ outTradeNo: "a/../../b?x" }))).rejects.toThrow("out_trade_no");
  });
});

function stampOf(authorization = ""): Record<string, string> {
  return Object.fromEntries(
    [...authorization.matchAll(/(\w+)="([^"]*)"/g)].map((pair) => [pair[1] ?? "", pair[2] ?? ""]),
  );
}

/** Whether the last request's Authorization holds over what was really sent. */
function isSigned(): boolean {
  const sent = server.requests.at(-1);
  const stamp = stampOf(sent?.headers["authorization"]);
  const message = [sent?.method, sent?.target, stamp["timestamp"], stamp["nonce_str"], sent?.body, ""].join(
    "\n",
  );
  return hasValidSignature(message, stamp["signature"] ?? "", wechat.merchantKey);
}
