import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { readAlipayBill } from "../testing/alipay-bill.ts";
import type { AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import { readWechatBill } from "../testing/wechat-bill.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

const date = "2026-03-01";
const rows = 3_000;
const answer = z.object({
  total_amount: z.int(),
  total_fee: z.int(),
  rule: z.record(z.string(), z.string()),
});

let sandbox: SandboxFixture;
let wechat: WechatMerchant;
let alipay: AlipayMerchant;

beforeAll(async () => {
  sandbox = await startFixture();
  wechat = createWechatMerchant(sandbox.accounts.wechat);
  alipay = createAlipayMerchant(sandbox.accounts.alipay);
  await sandbox.control("POST", "/clock", { now: "2026-03-02T10:00:00+08:00" });
});
afterAll(() => sandbox.stop());

const fill = async (channel: string) =>
  answer.parse((await sandbox.control("POST", `/bills/${channel}/${date}/fill`, { rows })).json);
const yuan = (fen: number) => (fen / 100).toFixed(2);

/** A row by the rule that the answer tells. */
function expected(nth: number) {
  const amount = 100 + ((nth * 7_919) % 99_900);
  const wallClock = Date.parse(`${date}T00:00:00Z`) + Math.floor((nth * 86_400_000) / rows);
  return {
    number: `fill_20260301_${String(nth).padStart(8, "0")}`,
    amount,
    fee: Math.floor((amount * 60 + 5_000) / 10_000),
    time: new Date(wallClock).toISOString().slice(0, 19).replace("T", " "),
  };
}
const all = Array.from({ length: rows }, (_none, nth) => expected(nth));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe("a filled bill", () => {
  it("of WeChat Pay has the rows that the rule says, and sums of them", async () => {
    const told = await fill("wechat");
    expect(told.rule["amount"]).toBe("100 + (i * 7919) % 99900 fen");
    expect(told.total_amount).toBe(sum(all.map(({ amount }) => amount)));
    expect(told.total_fee).toBe(sum(all.map(({ fee }) => fee)));
    const bill = await readWechatBill(wechat, `tradebill?bill_date=${date}`);
    const seen = bill.rows.map((row) => [row["商户订单号"], row["订单金额"], row["手续费"], row["交易时间"]]);
    const wanted = all.map(({ number, amount, fee, time }) => [
      number,
      yuan(amount),
      `${yuan(fee)}000`,
      time,
    ]);
    expect(seen).toEqual(wanted);
    expect(bill.sums).toMatchObject({ 总交易单数: "3000", 订单总金额: yuan(told.total_amount) });
  });

  it("of Alipay has the same rows", async () => {
    await fill("alipay");
    const [[, lines = []] = []] = await readAlipayBill(alipay, date);
    const seen = lines.slice(5, -4).map((line) => {
      const cells = line.split(",").map((cell) => cell.trim());
      return [cells[1], cells[11], cells[22], cells[5]];
    });
    expect(seen).toEqual(
      all.map(({ number, amount, fee, time }) => [number, yuan(amount), yuan(-fee), time]),
    );
  });

  it("tells the truth: the channel knows its payments, and they can be refunded", async () => {
    const { number, amount } = expected(7);
    const asked = await wechat.byNumber(number);
    expect(asked).toMatchObject({ status: 200, json: { trade_state: "SUCCESS", amount: { total: amount } } });
    expect(await wechat.byNumber("fill_20260301_00003000")).toMatchObject({ status: 404 });
    expect((await alipay.query(number)).node).toMatchObject({ trade_status: "TRADE_SUCCESS" });
    const truth = await sandbox.control("GET", `/wechat/orders/${expected(8).number}`);
    expect(truth.json).toMatchObject({ status: "paid", amount: expected(8).amount });
    const back = { amount: { refund: 1, total: amount, currency: "CNY" } };
    const refund = await wechat.post("/v3/refund/domestic/refunds", wechat.refund(number, "back-7", back));
    expect(refund).toMatchObject({ status: 200 });
    expect((await readWechatBill(wechat, `tradebill?bill_date=${date}`)).rows).toHaveLength(rows);
  });

  it("can be edited, and taken away", async () => {
    const edits = [{ out_no: expected(0).number, edit: "drop" }];
    await sandbox.control("PUT", `/bills/wechat/${date}/edits`, edits);
    const { rows: left } = await readWechatBill(wechat, `tradebill?bill_date=${date}`);
    expect(left[0]).toMatchObject({ 商户订单号: expected(1).number });
    expect(left).toHaveLength(rows - 1);
    await sandbox.control("POST", `/bills/wechat/${date}/fill`, { rows: 0 });
    expect((await sandbox.control("GET", `/bills/wechat/${date}/fill`)).json).toBeNull();
    const gone = await wechat.get(`/v3/bill/fundflowbill?bill_date=2026-02-28`);
    expect(gone).toMatchObject({ status: 400 });
  });
});
