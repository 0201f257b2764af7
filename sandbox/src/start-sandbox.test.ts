import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { request } from "undici";
import { startSandbox } from "./start-sandbox.ts";
import { createAlipayMerchant } from "./testing/alipay-merchant.ts";
import type { MerchantListener } from "./testing/merchant-listener.ts";
import { startListener, until } from "./testing/merchant-listener.ts";
import type { SandboxFixture } from "./testing/sandbox-fixture.ts";
import { startFixture } from "./testing/sandbox-fixture.ts";
import { createWechatMerchant } from "./testing/wechat-merchant.ts";

let sandbox: SandboxFixture;
let listener: MerchantListener;

beforeEach(async () => {
  sandbox = await startFixture();
  listener = await startListener({ status: 500 });
});
afterEach(async () => {
  await listener.stop();
  await sandbox.stop();
});

describe("a sandbox that is started again on its data", () => {
  it("has the same keys, accounts and orders, at the address it has now", async () => {
    const before = sandbox.accounts;
    const alipay = createAlipayMerchant(before.alipay);
    await alipay.precreate("kept");
    await sandbox.control("POST", "/alipay/orders/kept/pay", { amount: 5, notify: "none" });
    const truth = await sandbox.control("GET", "/alipay/orders/kept");
    const opened = await sandbox.control("POST", "/accounts", { channel: "wechat" });
    await sandbox.restart();
    expect(sandbox.accounts.alipay.base_url).toBe(`${sandbox.url}/gateway.do`);
    expect(sandbox.accounts.wechat.credentials).toEqual(before.wechat.credentials);
    expect(sandbox.accounts.alipay.credentials).toEqual(before.alipay.credentials);
    expect(await sandbox.control("GET", "/alipay/orders/kept")).toEqual(truth);
    // because the control answers an account file of the channel that was asked for
    const another = { ...(opened.json as typeof before.wechat), base_url: sandbox.url };
    expect((await createWechatMerchant(another).get("/v3/certificates")).status).toBe(200);
  });

  it("goes on with the notifications that were not taken, at their times", async () => {
    const wechat = createWechatMerchant(sandbox.accounts.wechat);
    await wechat.post("/v3/pay/transactions/native", wechat.order("pending", { notify_url: listener.url }));
    await sandbox.control("POST", "/wechat/orders/pending/pay");
    await until(async () => {
      const { json } = await sandbox.control("GET", "/wechat/orders/pending");
      return JSON.stringify(json).includes('"status":500');
    }, "the first refusal");
    await sandbox.restart();
    await sandbox.control("POST", "/clock", { advance_ms: 13_000 });
    expect(listener.received.length).toBe(1);
    await sandbox.control("POST", "/clock", { advance_ms: 2_000 });
    await listener.waitFor(2);
    expect(listener.received[1]?.body).toBe(listener.received[0]?.body);
  });

  it("keeps its clock where a tester put it", async () => {
    await sandbox.control("POST", "/clock", { advance_ms: 86_400_000 });
    await sandbox.restart();
    const { json } = await sandbox.control("GET", "/clock");
    expect(json).toMatchObject({ offset_ms: 86_400_000 });
  });
});

describe("a running sandbox", () => {
  it("says that it is well", async () => {
    const answer = await request(`${sandbox.url}/healthz`);
    expect([answer.statusCode, await answer.body.json()]).toEqual([200, { status: "ok" }]);
  });

  it("keeps its port to itself", async () => {
    const port = Number(new URL(sandbox.url).port);
    const dataDir = await mkdtemp(join(tmpdir(), "sandbox-test-"));
    await expect(startSandbox({ dataDir, port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await rm(dataDir, { recursive: true });
  });

  it("answers nothing on paths that do not exist", async () => {
    const answer = await request(`${sandbox.url}/admin`);
    expect([answer.statusCode, await answer.body.text()]).toEqual([404, ""]);
  });
});
