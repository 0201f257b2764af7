import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { publishedBill } from "../testing/published-bill.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { ReadBill } from "../testing/wechat-bill.ts";
import { readWechatBill, takeApart } from "../testing/wechat-bill.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant, openWechatMerchant } from "../testing/wechat-merchant.ts";

const { csv_base64: published, ...sample } = publishedBill(
  "wechat-trade-bill.json",
  z.object({
    csv_base64: z.string(),
    expected_header: z.array(z.string()),
    expected_summary_header: z.array(z.string()),
  }),
);

let sandbox: SandboxFixture;
let merchant: WechatMerchant;
let bill: ReadBill;

const at = (now: string) => sandbox.control("POST", "/clock", { now: `${now}+08:00` });
const pay = (number: string) => sandbox.control("POST", `/wechat/orders/${number}/pay`, { notify: "none" });

async function buy(number: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await merchant.post("/v3/pay/transactions/native", merchant.order(number, more));
  await pay(number);
}

const giveBack = (order: string, refund: string, amount: number) =>
  merchant.post(
    "/v3/refund/domestic/refunds",
    merchant.refund(order, refund, { amount: { refund: amount, total: 888, currency: "CNY" } }),
  );

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
  await at("2026-03-01T10:00:00");
  await buy("early-1", { description: "茶, 两\n杯`", attach: "a,b" });
  await buy("early-2");
  await giveBack("early-1", "back-1", 100);
  await sandbox.control("POST", "/wechat/refunds/back-1/settle", { status: "success" });
  await giveBack("early-1", "back-2", 300);
  await sandbox.control("POST", "/wechat/refunds/back-2/settle", { status: "abnormal" });
  await giveBack("early-1", "back-3", 10);
  await sandbox.control("POST", "/wechat/refunds/back-3/settle", { status: "closed" });
  await sandbox.control("PUT", "/wechat/refund-delay", { ms: 86_400_000 });
  await at("2026-03-01T23:59:57");
  await buy("late-1");
  await giveBack("early-2", "back-4", 888);
  await at("2026-03-02T00:00:00");
  await buy("next-1");
  await at("2026-03-02T09:00:00");
  bill = await readWechatBill(merchant, "tradebill?bill_date=2026-03-01");
});
afterAll(() => sandbox.stop());

const rowOf = (number: string) =>
  bill.rows.find((row) => [row["商户订单号"], row["商户退款单号"]].includes(number));
const refundRow = (number: string) => bill.rows.find((row) => row["商户退款单号"] === number);

describe("the trade bill of a day", () => {
  it("is written like the published sample: mark, line ends, columns", () => {
    const { rows } = takeApart(Buffer.from(published, "base64").toString());
    expect(bill.columns).toEqual(sample.expected_header);
    expect(Object.keys(bill.sums)).toEqual(sample.expected_summary_header);
    expect(Object.keys(bill.rows[0] ?? {})).toEqual(Object.keys(rows[0] ?? {}));
    expect(bill.bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bill.bytes.toString().split("\r\n")).toHaveLength(bill.rows.length + 4);
    expect(bill.bytes.toString().replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  it("has a payment on the day it was paid, with its fee of 0.60 % and escaped texts", async () => {
    expect(rowOf("early-1")?.["交易时间"]).toMatch(/^2026-03-01 10:00:\d\d$/);
    const { transaction_id: transactionId } = (await merchant.byNumber("early-1")).json;
    expect(rowOf("early-1")).toMatchObject({
      公众账号ID: merchant.credentials.appid,
      商户号: merchant.credentials.mchid,
      特约商户号: "0",
      微信订单号: transactionId,
      交易类型: "NATIVE",
      交易状态: "SUCCESS",
      应结订单金额: "8.88",
      微信退款单号: "0",
      商户退款单号: "0",
      退款金额: "0.00",
      退款状态: "",
      商品名称: "茶\\  两\\n杯`",
      商户数据包: "a\\ b",
      手续费: "0.05000",
      费率: "0.60%",
      订单金额: "8.88",
      申请退款金额: "0.00",
    });
    expect(rowOf("late-1")?.["交易时间"]).toMatch(/^2026-03-01 23:59:5\d$/);
    expect(rowOf("next-1")).toBeUndefined();
  });

  it("has a refund with its state of that moment, and its part of the fee back", () => {
    expect(refundRow("back-1")).toMatchObject({
      商户订单号: "early-1",
      交易状态: "REFUND",
      应结订单金额: "0.00",
      退款金额: "1.00",
      退款类型: "ORIGINAL",
      退款状态: "SUCCESS",
      手续费: "0.00000",
      订单金额: "0.00",
      申请退款金额: "1.00",
    });
    expect(refundRow("back-2")).toMatchObject({ 退款状态: "CHANGE", 手续费: "-0.02000" });
    expect(refundRow("back-3")).toMatchObject({ 退款状态: "FAIL", 手续费: "0.00000" });
    expect(refundRow("back-4")).toMatchObject({ 退款状态: "PROCESSING", 手续费: "-0.05000" });
  });

  it("sums its lines up", () => {
    expect(bill.rows).toHaveLength(7);
    expect(bill.sums).toEqual({
      总交易单数: "7",
      应结订单总金额: "26.64",
      退款总金额: "12.98",
      充值券退款总金额: "0.00",
      手续费总金额: "0.08000",
      订单总金额: "26.64",
      申请退款总金额: "12.98",
    });
  });

  it("can be had without refunds, or with refunds alone", async () => {
    const paid = await readWechatBill(merchant, "tradebill?bill_date=2026-03-01&bill_type=SUCCESS");
    expect(paid.rows.map((row) => row["商户订单号"])).toEqual(["early-1", "early-2", "late-1"]);
    expect(paid.columns).toHaveLength(20);
    expect(paid.sums).toEqual({
      总交易单数: "3",
      应结订单总金额: "26.64",
      手续费总金额: "0.15000",
      订单总金额: "26.64",
    });
    const back = await readWechatBill(merchant, "tradebill?bill_date=2026-03-01&bill_type=REFUND");
    expect(back.rows.map((row) => row["商户退款单号"])).toEqual(["back-1", "back-2", "back-3", "back-4"]);
    expect(back.rows[0]?.["退款成功时间"]).toMatch(/^2026-03-01/);
    expect(back.rows[3]?.["退款申请时间"]).toMatch(/^2026-03-01 23:59:5\d$/);
    expect(back.rows[3]?.["退款成功时间"]).toBe("");
  });

  it("is named with the SHA1 of its plain bytes, compressed or not, and is the same after a restart", async () => {
    expect(bill.hash).toBe(createHash("sha1").update(bill.bytes).digest("hex"));
    const small = await readCompressed();
    expect(small).toEqual(bill.bytes);
    await sandbox.control("POST", "/wechat/refunds/back-4/settle", { status: "success" });
    await sandbox.restart();
    merchant = createWechatMerchant(sandbox.accounts.wechat);
    expect((await readWechatBill(merchant, "tradebill?bill_date=2026-03-01")).hash).toBe(bill.hash);
  });
});

async function readCompressed(): Promise<Buffer> {
  const target = "/v3/bill/tradebill?bill_date=2026-03-01&bill_type=ALL&tar_type=GZIP";
  const asked = z.object({ download_url: z.string() }).parse((await merchant.get(target)).json);
  expect(asked.download_url).toMatch(/&tartype=gzip$/);
  const { headers, bytes } = await merchant.download(asked.download_url);
  expect(headers["content-type"]).toBe("application/x-gzip");
  return gunzipSync(bytes);
}

describe("a bill that there is not", () => {
  it.each<[string, string, string, number, string]>([
    ["today's", "2026-03-02T12:00:00", "2026-03-02", 400, "INVALID_REQUEST"],
    ["tomorrow's", "2026-03-02T12:00:00", "2026-03-03", 400, "INVALID_REQUEST"],
    ["yesterday's before nine", "2026-03-02T08:59:59", "2026-03-01", 400, "STATEMENT_CREATING"],
    ["of a day when nothing happened", "2026-03-02T09:00:00", "2026-02-28", 400, "NO_STATEMENT_EXIST"],
    ["of half a year ago", "2026-09-02T09:00:00", "2026-03-01", 400, "INVALID_REQUEST"],
    ["of no day", "2026-03-02T09:00:00", "2026-02-30", 400, "PARAM_ERROR"],
    ["of another type", "2026-03-02T09:00:00", "2026-03-01&bill_type=SOME", 400, "PARAM_ERROR"],
    ["for a stranger", "2026-03-02T09:00:00", "2026-03-01&sub_mchid=1900000001", 403, "NO_AUTH"],
  ])("%s is refused", async (_what, now, date, status, code) => {
    await at(now);
    const answer = await merchant.get(`/v3/bill/tradebill?bill_date=${date}`);
    expect(answer).toMatchObject({ status, json: { code } });
    expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
  });
});

describe("the download of a bill", () => {
  it("is signed by the caller, not by WeChat Pay, and is for the one who asked", async () => {
    await at("2026-03-02T10:00:00");
    const { url } = await readWechatBill(merchant, "tradebill?bill_date=2026-03-01");
    const { headers } = await merchant.download(url);
    expect(headers["wechatpay-signature"]).toBeUndefined();
    const other = await openWechatMerchant(sandbox);
    expect(await other.download(url)).toMatchObject({ status: 403 });
    const target = url.slice(sandbox.url.length);
    const unsigned = await merchant.get(target, { headers: { authorization: null } });
    expect(unsigned).toMatchObject({ status: 401, json: { code: "SIGN_ERROR" } });
  });

  it("is there for five minutes of the sandbox's clock", async () => {
    await at("2026-03-02T10:00:00");
    const { url, bytes } = await readWechatBill(merchant, "tradebill?bill_date=2026-03-01");
    await sandbox.control("POST", "/clock", { advance_ms: 290_000 });
    expect((await merchant.download(url)).bytes).toEqual(bytes);
    await sandbox.control("POST", "/clock", { advance_ms: 10_001 });
    expect(await merchant.download(url)).toMatchObject({ status: 400 });
  });
});

describe("a reverse at the till", () => {
  it("is a line of its own beside the payment; what was never paid is not there", async () => {
    const { appid, mchid } = merchant.credentials;
    await at("2026-03-07T10:00:00");
    for (const [number, code] of [
      ["till-01", "134567890123456799"],
      ["till-02", "134567890123456702"],
    ] as const) {
      const { notify_url: _none, ...order } = merchant.order(number, { payer: { auth_code: code } });
      await merchant.post("/v3/pay/transactions/codepay", order);
      await merchant.post(`/v3/pay/transactions/out-trade-no/${number}/reverse`, { appid, mchid });
    }
    await at("2026-03-08T10:00:00");
    const { rows, sums } = await readWechatBill(merchant, "tradebill?bill_date=2026-03-07");
    const back = { 商户退款单号: "till-01", 退款金额: "8.88", 退款状态: "SUCCESS", 手续费: "-0.05000" };
    expect(rows).toMatchObject([
      { 商户订单号: "till-01", 交易类型: "MICROPAY", 交易状态: "SUCCESS", 商户退款单号: "0" },
      { 商户订单号: "till-01", 交易类型: "MICROPAY", 交易状态: "REVOKED", 订单金额: "0.00", ...back },
    ]);
    expect(sums).toMatchObject({ 订单总金额: "8.88", 退款总金额: "8.88", 手续费总金额: "0.00000" });
  });
});

describe("a service provider's bill", () => {
  it("names both merchants", async () => {
    const provider = await openWechatMerchant(sandbox, { sub_mchid: true });
    const { appid, mchid, sub_mchid: subMchid } = provider.credentials;
    await at("2026-03-05T10:00:00");
    const parties = {
      appid: undefined,
      mchid: undefined,
      sp_appid: appid,
      sp_mchid: mchid,
      sub_mchid: subMchid,
    };
    const made = await provider.post(
      "/v3/pay/partner/transactions/native",
      provider.order("sub-001", parties),
    );
    expect(made).toMatchObject({ status: 200 });
    await pay("sub-001");
    await at("2026-03-06T10:00:00");
    const { rows } = await readWechatBill(provider, `tradebill?bill_date=2026-03-05&sub_mchid=${subMchid}`);
    expect(rows).toMatchObject([
      { 公众账号ID: appid, 商户号: mchid, 特约商户号: subMchid, 商户订单号: "sub-001" },
    ]);
  });
});
