import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { askForBill, downloadAlipayBill, readAlipayBill } from "../testing/alipay-bill.ts";
import type { AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import { publishedBill } from "../testing/published-bill.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

const sample = publishedBill("alipay-trade-bill.json", z.object({ lines: z.array(z.string()) })).lines;

let sandbox: SandboxFixture;
let merchant: AlipayMerchant;
let files: ReadonlyMap<string, readonly string[]>;
let lines: readonly string[];
let account: string;

const at = (now: string) => sandbox.control("POST", "/clock", { now: `${now}+08:00` });
const pay = (number: string) => sandbox.control("POST", `/alipay/orders/${number}/pay`, { notify: "none" });

async function buy(number: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await merchant.precreate(number, more);
  await pay(number);
}

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createAlipayMerchant(sandbox.accounts.alipay);
  account = `${merchant.credentials.seller_id}0156`;
  await at("2026-03-01T10:00:00");
  await buy("early-1", { subject: "茶,两杯", body: "no\t1" });
  await buy("early-2");
  await merchant.refund("early-1", { refund_amount: "1.50", out_request_no: "back-1" });
  await at("2026-03-01T12:00:00");
  await merchant.cancel("early-2");
  await sandbox.control("PUT", "/alipay/refund-delay", { ms: 60_000 });
  await at("2026-03-01T23:59:57");
  await buy("late-1");
  await merchant.refund("early-1", { refund_amount: "0.10", out_request_no: "back-2" });
  await at("2026-03-02T09:00:00");
  files = await readAlipayBill(merchant, "2026-03-01");
  lines = files.get(`${account}_20260301_业务明细.csv`) ?? [];
});
afterAll(() => sandbox.stop());

const cellsOf = (line: string) => line.split(",");
/** Where a line has its tabs. */
const tabsOf = (line: string) => cellsOf(line).map((cell) => cell.endsWith("\t"));

describe("the trade bill of a day", () => {
  it("is a ZIP of two files with names and texts in GBK", () => {
    expect([...files.keys()]).toEqual([
      `${account}_20260301_业务明细.csv`,
      `${account}_20260301_业务明细(汇总).csv`,
    ]);
  });

  it("is framed like the published sample", () => {
    expect(lines[0]).toBe(sample[0]);
    expect(lines[1]).toBe(`#账号：[${account}]`);
    expect(lines[2]).toBe("#起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年03月02日 00:00:00]");
    expect(lines.slice(3, 5)).toEqual(sample.slice(3, 5));
    expect(lines.at(-4)).toBe(sample.at(-4));
    expect(lines.slice(-3)).toEqual([
      "#交易合计：3笔，商家实收共26.64元，商家优惠共0.00元",
      "#退款合计：2笔，商家实收退款共-10.38元，商家优惠退款共0.00元",
      expect.stringMatching(/^#导出时间：\[2026年03月02日 09:00:\d\d\]$/),
    ]);
  });

  it("has lines like the published sample's, tabs included", () => {
    const [payment = "", , refund = ""] = lines.slice(5);
    expect(tabsOf(payment)).toEqual(tabsOf(sample[5] ?? ""));
    expect(tabsOf(refund)).toEqual(tabsOf(sample[6] ?? ""));
  });

  it("has what was paid and what went back on its day, with the fee", async () => {
    const rows = lines.slice(5, -4).map(cellsOf);
    const numbers = rows.map((row) => [row[1], row[2], row[11], row[12], row[21], row[22]]);
    expect(numbers).toEqual([
      ["early-1\t", "交易\t", "8.88", "8.88", "\t", "-0.05"],
      ["early-2\t", "交易\t", "8.88", "8.88", "\t", "-0.05"],
      ["early-1\t", "退款\t", "-1.50", "-1.50", "back-1\t", "0.00"],
      ["early-2\t", "退款\t", "-8.88", "-8.88", "early-2\t", "0.05"],
      ["late-1\t", "交易\t", "8.88", "8.88", "\t", "-0.05"],
    ]);
    const { trade_no: tradeNo } = (await merchant.query("early-1")).node;
    expect(rows[0]?.slice(0, 5)).toEqual([
      `${String(tradeNo)}\t`,
      "early-1\t",
      "交易\t",
      "茶，两杯",
      expect.stringMatching(/^2026-03-01 10:00:\d\d$/),
    ]);
    expect(rows[0]?.[24]).toBe("no 1");
    expect(rows[4]?.[5]).toMatch(/^2026-03-01 23:59:5\d$/);
  });

  it("has a refund on the day when it was done", async () => {
    await at("2026-03-03T09:00:00");
    const next = (await readAlipayBill(merchant, "2026-03-02")).get(`${account}_20260302_业务明细.csv`);
    const [row = "", ...foot] = (next ?? []).slice(5);
    expect(cellsOf(row).slice(1, 3)).toEqual(["early-1\t", "退款\t"]);
    expect(row).toMatch(/,2026-03-02 00:00:5\d,/);
    expect(foot[1]).toBe("#交易合计：0笔，商家实收共0.00元，商家优惠共0.00元");
  });

  it("sums up in its second file", () => {
    const [, , , , , ...rest] = files.get(`${account}_20260301_业务明细(汇总).csv`) ?? [];
    const sums = "3,2,16.26,16.26,0.00,0.00,0.00,-0.10,0.00,16.16";
    expect(rest.slice(0, 2)).toEqual([`\t,\t,${sums}`, `合计\t,\t,${sums}`]);
  });

  it("is the same bytes whenever it is asked for", async () => {
    const before = await downloadAlipayBill(merchant, "2026-03-01");
    await sandbox.restart();
    merchant = createAlipayMerchant(sandbox.accounts.alipay);
    expect(await downloadAlipayBill(merchant, "2026-03-01")).toEqual(before);
  });
});

describe("a bill that there is not", () => {
  it.each<[string, string, string, string, string]>([
    ["today's", "2026-03-02T12:00:00", "2026-03-02", "trade", "BILL_NOT_EXIST"],
    ["yesterday's before nine", "2026-03-02T08:59:59", "2026-03-01", "trade", "BILL_NOT_EXIST"],
    ["of a day when nothing happened", "2026-03-02T09:00:00", "2026-02-28", "trade", "NO_BILL_DATA"],
    ["of a month", "2026-03-02T09:00:00", "2026-02", "trade", "BILL_NOT_EXIST"],
    ["of no day", "2026-03-02T09:00:00", "2026-02-30", "trade", "INVAILID_ARGUMENTS"],
    ["of the account", "2026-03-02T09:00:00", "2026-03-01", "signcustomer", "TYPE_NOT_SUPPORTED"],
    ["of no kind", "2026-03-02T09:00:00", "2026-03-01", "some", "INVAILID_ARGUMENTS"],
  ])("%s is refused", async (_what, now, date, type, code) => {
    await at(now);
    const answer = await askForBill(merchant, date, type);
    expect(answer).toMatchObject({ isProven: true, node: { code: "40004", sub_code: code } });
  });
});

const addressOf = async () => String((await askForBill(merchant, "2026-03-01")).node["bill_download_url"]);

describe("the address of a bill", () => {
  it("has the form of Alipay's, and is good for 30 seconds of the sandbox's clock", async () => {
    await at("2026-03-02T09:30:00");
    const url = await addressOf();
    const wanted = `bizType=trade&userId=${account}&fileType=csv.zip&bizDates=20260301&downloadFileName=${account}_20260301.csv.zip`;
    expect(url).toContain(`${sandbox.url}/downloadBillFile.resource?${wanted}&fileId=`);
    await sandbox.control("POST", "/clock", { advance_ms: 25_000 });
    const answer = await request(url);
    expect(answer).toMatchObject({ statusCode: 200, headers: { "content-type": "application/zip" } });
    await answer.body.dump();
    await sandbox.control("POST", "/clock", { advance_ms: 5_001 });
    expect((await request(url)).statusCode).toBe(403);
  });

  it("gives nothing to whoever guesses", async () => {
    const url = new URL(await addressOf());
    url.searchParams.set("token", "guessed");
    expect((await request(url)).statusCode).toBe(403);
  });
});
