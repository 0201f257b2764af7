import { afterAll, beforeAll, expect, describe, it } from "vitest";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import { readWechatBill } from "../testing/wechat-bill.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

let sandbox: SandboxFixture;
let merchant: WechatMerchant;

const at = (now: string) => sandbox.control("POST", "/clock", { now: `${now}+08:00` });
const refund = (outRefundNo: string, amount: number, reason?: string) =>
  merchant.post(
    "/v3/refund/domestic/refunds",
    merchant.refund("order-1", outRefundNo, {
      amount: { refund: amount, total: 888, currency: "CNY" },
      ...(reason === undefined ? {} : { reason }),
    }),
  );

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
  await at("2026-03-01T10:00:00");
  await merchant.post("/v3/pay/transactions/native", merchant.order("order-1"));
  await sandbox.control("POST", "/wechat/orders/order-1/pay", { notify: "none" });
  await refund("back-1", 400, "太冷,太晚");
  await refund("back-2", 100);
  await sandbox.control("POST", "/wechat/refunds/back-2/settle", { status: "closed" });
  await at("2026-03-02T10:00:00");
});
afterAll(() => sandbox.stop());

describe("the fund flow bill of a day", () => {
  it("has a movement for each payment, fee, refund and returned fee, with the balance after it", async () => {
    const { columns, rows, sums } = await readWechatBill(
      merchant,
      "fundflowbill?bill_date=2026-03-01&account_type=BASIC",
    );
    expect(columns.join(",")).toBe(
      "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号",
    );
    const seen = rows.map((row) => [
      row["业务类型"],
      row["收支类型"],
      row["收支金额(元)"],
      row["账户结余(元)"],
    ]);
    expect(seen).toEqual([
      ["交易", "收入", "8.88", "100008.88"],
      ["扣除交易手续费", "支出", "0.05", "100008.83"],
      ["退款", "支出", "4.00", "100004.83"],
      ["退还交易手续费", "收入", "0.02", "100004.85"],
    ]);
    expect(rows[2]).toMatchObject({ 备注: "太冷\\ 太晚", 业务凭证号: "back-1" });
    expect(rows[0]?.["资金流水单号"]).toBe(`${merchant.credentials.mchid}202603010000000001`);
    expect(sums).toEqual({
      资金流水总笔数: "4",
      收入笔数: "2",
      收入金额: "8.90",
      支出笔数: "2",
      支出金额: "4.05",
    });
  });

  it("is not there for accounts on which nothing moves", async () => {
    for (const type of ["OPERATION", "FEES"]) {
      const answer = await merchant.get(`/v3/bill/fundflowbill?bill_date=2026-03-01&account_type=${type}`);
      expect(answer).toMatchObject({ status: 400, json: { code: "NO_STATEMENT_EXIST" } });
    }
  });
});
