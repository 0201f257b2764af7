import { createHash } from "node:crypto";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WxPay from "wechatpay-node-v3";
import { z } from "zod";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import { sendToSandbox } from "../testing/send-to-sandbox.ts";

const officialOrigin = "https://api.mch.weixin.qq.com";
const date = "2026-03-01";
const application = z.object({ hash_value: z.string(), download_url: z.string() });

let sandbox: SandboxFixture;
let client: WxPay;

/** Its answers of the calls are JSON, and of a download the text, as its own HTTP client gives them. */
async function get(url: string, headers: Record<string, string>) {
  if (!url.includes("/billdownload/")) return sendToSandbox(sandbox.url, { method: "GET", url, headers });
  const { statusCode: status, body } = await request(url.replace(officialOrigin, sandbox.url), { headers });
  return { status, data: await body.text() };
}

beforeAll(async () => {
  sandbox = await startFixture();
  const { appid, mchid, serial_no, private_key: privateKey } = sandbox.accounts.wechat.credentials;
  const keys = { privateKey: Buffer.from(privateKey), publicKey: Buffer.alloc(0) };
  client = new WxPay({ appid, mchid, serial_no, ...keys });
  client.createHttp({
    get,
    post: () => Promise.reject(new Error("nothing is posted")),
    upload: () => Promise.reject(new Error("nothing is uploaded")),
  });
  await sandbox.control("POST", "/clock", { now: "2026-03-02T10:00:00+08:00" });
  await sandbox.control("POST", `/bills/wechat/${date}/fill`, { rows: 10 });
  await sandbox.control("PUT", "/wechat/bill-host", { host: "official" });
});
afterAll(() => sandbox.stop());

describe("wechatpay-node-v3, which knows no host but WeChat Pay's", () => {
  it("asks for both bills and downloads them", async () => {
    const asked = [
      await client.tradebill({ bill_date: date, bill_type: "ALL" }),
      await client.fundflowbill({ bill_date: date, account_type: "BASIC" }),
    ];
    for (const [nth, { status, data }] of asked.entries()) {
      expect(status).toBe(200);
      const { hash_value: hash, download_url: url } = application.parse(data);
      expect(url.startsWith(`${officialOrigin}/v3/billdownload/file?token=`)).toBe(true);
      const file = await client.downloadBill(url);
      expect(file).toMatchObject({ status: 200 });
      const text = z.string().parse(file.data);
      expect(text.split("\r\n")).toHaveLength([14, 24][nth] ?? 0);
      // Reading it as text took the byte order mark away.
      expect(
        createHash("sha1")
          .update(`\uFEFF${text.replace("\uFEFF", "")}`)
          .digest("hex"),
      ).toBe(hash);
    }
  });

  it("is told when there is none", async () => {
    const { status } = await client.tradebill({ bill_date: "2026-02-27", bill_type: "ALL" });
    expect(status).toBe(400);
  });
});
