import { AlipaySdk } from "alipay-sdk";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { alipay, alipayAccountFile, answerNode, methodOf } from "../../testing/alipay-platform.ts";
import { openChannel } from "../../testing/open-channel.ts";
import { orderOf } from "../../testing/orders.ts";
import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import type { Channel } from "../channel.ts";
import { hasValidSignature } from "../rsa/rsa-signature.ts";
import { requestContent, signRequest } from "./crypto/request-signature.ts";

const order = orderOf({ method: "alipay_qr" });
let server: ScriptedServer;
let channel: Channel;

beforeAll(async () => {
  server = await startScriptedServer();
  server.play(
    answerNode({ code: "10000", msg: "Success", out_trade_no: order.outTradeNo, qr_code: "https://qr" }),
  );
  channel = openChannel(alipayAccountFile(`${server.url}/gateway.do`));
});
afterAll(async () => {
  await channel.dispose();
  await server.close();
});

describe("an Alipay request", () => {
  it("is assembled and signed by the SDK, as our own core would sign it", async () => {
    const execute = vi.spyOn(AlipaySdk.prototype, "sdkExecute");
    await channel.create(order);
    expect(execute).toHaveBeenCalledOnce();
    const sent = lastParameters();
    expect(hasValidSignature(requestContent(sent), sent["sign"] ?? "", alipay.applicationKey)).toBe(true);
    expect(sent["sign"]).toBe(signRequest(sent, alipay.applicationPrivateKey));
  });

  it("carries the business content in its body and everything else in its address", async () => {
    await channel.create(
      orderOf({ method: "alipay_qr", subject: "Tea/Cake=1&2 茶", description: "&out_trade_no=a/b" }),
    );
    const sent = server.requests.at(-1);
    expect(sent?.method).toBe("POST");
    expect(sent?.headers["content-type"]).toBe("application/x-www-form-urlencoded;charset=utf-8");
    expect(sent?.target.startsWith("/gateway.do?")).toBe(true);
    expect([...new URLSearchParams(sent?.body).keys()]).toEqual(["biz_content"]);
    const { sign: _, biz_content: content, ...parameters } = lastParameters();
    expect(parameters).toEqual({
      app_id: alipay.appId,
      method: "alipay.trade.precreate",
      charset: "utf-8",
      version: "1.0",
      sign_type: "RSA2",
      timestamp: "2026-11-22 18:00:00",
      notify_url: order.notifyUrl,
    });
    expect(JSON.parse(content ?? "")).toEqual({
      out_trade_no: order.outTradeNo,
      total_amount: "1.00",
      subject: "Tea／Cake＝1＆2 茶",
      product_code: "QR_CODE_OFFLINE",
      time_expire: "2026-11-22 18:30:00",
      body: "＆out_trade_no＝a／b",
    });
  });

  it("is in China's time whatever the time zone of the process is", async () => {
    vi.stubEnv("TZ", "America/New_York");
    await channel.create(order);
    vi.unstubAllEnvs();
    expect(lastParameters()["timestamp"]).toBe("2026-11-22 18:00:00");
  });

  it("cuts a long description between two characters and leaves an empty one out", async () => {
    await channel.create(orderOf({ method: "alipay_qr", description: `${"x".repeat(127)}😀` }));
    expect(lastContent()["body"]).toBe(`${"x".repeat(127)}\uFFFD`);
    await channel.create(orderOf({ method: "alipay_qr", description: "" }));
    expect(lastContent()).not.toHaveProperty("body");
  });

  it("names the order by our number alone", async () => {
    await channel.query(order);
    expect(methodOf(server.requests.at(-1)?.target ?? "")).toBe("alipay.trade.query");
    expect(lastContent()).toEqual({ out_trade_no: order.outTradeNo });
    expect(lastParameters()).not.toHaveProperty("notify_url");
    await channel.close(order);
    expect(methodOf(server.requests.at(-1)?.target ?? "")).toBe("alipay.trade.close");
    await expect(channel.query(orderOf({ outTradeNo: "x" }))).rejects.toThrow("out_trade_no");
  });
});

/** Query and body of the last request, merged as the gateway merges them. */
function lastParameters(): Record<string, string> {
  const sent = server.requests.at(-1);
  const query = new URL(sent?.target ?? "/", server.url).searchParams;
  return Object.fromEntries([...query, ...new URLSearchParams(sent?.body)]);
}

function lastContent(): Record<string, unknown> {
  return JSON.parse(lastParameters()["biz_content"] ?? "") as Record<string, unknown>; // because it is an object
}
