import { request } from "undici";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { askForBill } from "../testing/alipay-bill.ts";
import type { AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

const date = "2026-03-01";
const target = `/v3/bill/tradebill?bill_date=${date}`;

let sandbox: SandboxFixture;
let wechat: WechatMerchant;
let alipay: AlipayMerchant;

beforeAll(async () => {
  sandbox = await startFixture();
  wechat = createWechatMerchant(sandbox.accounts.wechat);
  alipay = createAlipayMerchant(sandbox.accounts.alipay);
  await sandbox.control("POST", "/clock", { now: "2026-03-02T10:00:00+08:00" });
  for (const channel of ["wechat", "alipay"])
    await sandbox.control("POST", `/bills/${channel}/${date}/fill`, { rows: 1_000 });
});
afterEach(() => sandbox.control("DELETE", "/faults"));
afterAll(() => sandbox.stop());

const fail = (channel: string, operation: string, fault: string) =>
  sandbox.control("PUT", "/faults", [{ channel, operation, fault, times: 1 }]);
const wechatUrl = async () =>
  z.object({ download_url: z.string() }).parse((await wechat.get(target)).json).download_url;
const alipayUrl = async () => String((await askForBill(alipay, date)).node["bill_download_url"]);

async function fetchAlipay(): Promise<{ readonly status: number; readonly bytes: number }> {
  const { statusCode: status, body } = await request(await alipayUrl());
  return { status, bytes: (await body.arrayBuffer()).byteLength };
}

describe("a fault on bills", () => {
  it("hits the call that asks for one", async () => {
    await fail("wechat", "bill", "error_500");
    expect(await wechat.get(target)).toMatchObject({ status: 500, json: { code: "SYSTEM_ERROR" } });
    await fail("wechat", "bill", "bad_signature");
    const answer = await wechat.get(target);
    expect(wechat.isProven(answer.headers, answer.body)).toBe(false);
    await fail("alipay", "bill", "rate_limited");
    expect((await askForBill(alipay, date)).node).toMatchObject({ code: "40005" });
  });

  it("hits the download, too", async () => {
    const url = await wechatUrl();
    await fail("wechat", "bill", "rate_limited");
    expect(await wechat.download(url)).toMatchObject({ status: 429 });
    expect(await wechat.download(url)).toMatchObject({ status: 200 });
  });

  it("hits the download alone when it is said so", async () => {
    await fail("wechat", "bill_download", "not_json");
    const { headers } = await wechat.download(await wechatUrl());
    expect(headers["content-type"]).toMatch(/^text\/html/);
    await fail("alipay", "bill_download", "error_500");
    expect(await fetchAlipay()).toMatchObject({ status: 500 });
  });

  it("cuts the file in the middle, or the connection before it", async () => {
    for (const fault of ["truncated", "reset_before", "reset_after"]) {
      await fail("wechat", "bill_download", fault);
      await expect(
        wechatUrl().then((url) => wechat.download(url)),
        fault,
      ).rejects.toThrow(/./);
      await fail("alipay", "bill_download", fault);
      await expect(fetchAlipay(), fault).rejects.toThrow(/./);
    }
    const { bytes } = await wechat.download(await wechatUrl());
    expect(bytes.length).toBeGreaterThan(100_000);
  });
});
