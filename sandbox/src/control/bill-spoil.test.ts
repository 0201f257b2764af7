import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { downloadAlipayBill, unzip } from "../testing/alipay-bill.ts";
import type { AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

const date = "2026-03-01";
const application = z.object({ hash_value: z.string(), download_url: z.string() });

let sandbox: SandboxFixture;
let wechat: WechatMerchant;
let alipay: AlipayMerchant;
let wholeWechat: string;
let wholeAlipay: string;

const spoil = (channel: string, kind: string | null) =>
  sandbox.control("PUT", `/bills/${channel}/${date}/spoil`, { kind });

async function wechatBill(): Promise<{ readonly text: string; readonly isHashRight: boolean }> {
  const asked = application.parse((await wechat.get(`/v3/bill/tradebill?bill_date=${date}`)).json);
  const { bytes } = await wechat.download(asked.download_url);
  const hash = createHash("sha1").update(bytes).digest("hex");
  return { text: bytes.toString("latin1"), isHashRight: hash === asked.hash_value };
}

/** The lines' file of the bill, byte for byte, and the names of both. */
async function alipayBill(): Promise<{ readonly text: string; readonly names: readonly string[] }> {
  const members = unzip(await downloadAlipayBill(alipay, date));
  return {
    text: members[0]?.bytes.toString("latin1") ?? "",
    names: members.map(({ name }) => new TextDecoder("gbk").decode(name)),
  };
}

beforeAll(async () => {
  sandbox = await startFixture();
  wechat = createWechatMerchant(sandbox.accounts.wechat);
  alipay = createAlipayMerchant(sandbox.accounts.alipay);
  await sandbox.control("POST", "/clock", { now: `${date}T10:00:00+08:00` });
  for (const number of ["order-1", "order-2"]) {
    await wechat.post("/v3/pay/transactions/native", wechat.order(number));
    await alipay.precreate(number);
    for (const channel of ["wechat", "alipay"])
      await sandbox.control("POST", `/${channel}/orders/${number}/pay`, { notify: "none" });
  }
  await sandbox.control("POST", "/clock", { now: "2026-03-02T10:00:00+08:00" });
  wholeWechat = (await wechatBill()).text;
  wholeAlipay = (await alipayBill()).text;
});
afterEach(async () => {
  await spoil("wechat", null);
  await spoil("alipay", null);
});
afterAll(() => sandbox.stop());

const bom = "\u00ef\u00bb\u00bf";

describe("a damaged bill of WeChat Pay, with the hash of its damage", () => {
  it.each<[string, (text: string) => void]>([
    ["no_bom", (text) => expect(bom + text).toBe(wholeWechat)],
    ["lf", (text) => expect(text).toBe(wholeWechat.replaceAll("\r\n", "\n"))],
    ["empty", (text) => expect(text).toBe("")],
    ["wrong_sum", (text) => expect(text).toBe(wholeWechat.replaceAll("`17.76", "`17.77"))],
    ["bad_gbk", (text) => expect(text.replace("\u00ff", "")).toBe(wholeWechat)],
    [
      "truncated",
      (text) => {
        expect(wholeWechat.startsWith(text)).toBe(true);
        expect(text.split("\r\n")).toHaveLength(3);
      },
    ],
    [
      "unknown_column",
      (text) => {
        expect(text).toMatch(/\r\n`2026[^\r]*,`,`\?\r\n/);
        expect(text.replaceAll(",`?", "")).toHaveLength(wholeWechat.length + ",未知列".length + 6);
      },
    ],
  ])("%s", async (kind, check) => {
    await spoil("wechat", kind);
    const { text, isHashRight } = await wechatBill();
    expect(text).not.toBe(wholeWechat);
    check(text);
    expect(isHashRight).toBe(true);
  });

  it("or whole under another hash", async () => {
    await spoil("wechat", "wrong_hash");
    expect(await wechatBill()).toEqual({ text: wholeWechat, isHashRight: false });
    await spoil("wechat", null);
    expect(await wechatBill()).toEqual({ text: wholeWechat, isHashRight: true });
  });
});

describe("a damaged bill of Alipay", () => {
  it.each<[string, (text: string) => void]>([
    ["lf", (text) => expect(text).toBe(wholeAlipay.replaceAll("\r\n", "\n"))],
    ["empty", (text) => expect(text).toBe("")],
    ["wrong_sum", (text) => expect(text).toBe(wholeAlipay.replace("17.76", "17.77"))],
    ["bad_gbk", (text) => expect(text.replace("\u00ff", "")).toBe(wholeAlipay)],
    ["truncated", (text) => expect(wholeAlipay.startsWith(text)).toBe(true)],
    ["unknown_column", (text) => expect(text).toMatch(/,0\.00,,\?\r\n/)],
  ])("%s", async (kind, check) => {
    await spoil("alipay", kind);
    const { text } = await alipayBill();
    expect(text).not.toBe(wholeAlipay);
    check(text);
  });

  it("has names that lead out of the folder", async () => {
    await spoil("alipay", "zip_path");
    for (const name of (await alipayBill()).names) expect(name).toMatch(/^\.\.\/\.\.\/2088/);
  });

  it("is cut in half", async () => {
    const whole = await downloadAlipayBill(alipay, date);
    await spoil("alipay", "zip_truncated");
    expect(await downloadAlipayBill(alipay, date)).toEqual(whole.subarray(0, Math.floor(whole.length / 2)));
  });

  it("is small and unpacks to more than a gigabyte", async () => {
    await spoil("alipay", "zip_bomb");
    const zip = await downloadAlipayBill(alipay, date);
    expect(zip.length).toBeLessThan(20_000_000);
    const directory = zip.readUInt32LE(zip.length - 6);
    expect(zip.readUInt32LE(directory + 24)).toBe(1024 ** 3);
  });
});
