import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readAlipayBill } from "../testing/alipay-bill.ts";
import type { AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import { readWechatBill } from "../testing/wechat-bill.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

const date = "2026-03-01";

let sandbox: SandboxFixture;
let wechat: WechatMerchant;
let alipay: AlipayMerchant;

const edit = (channel: string, edits: readonly unknown[]) =>
  sandbox.control("PUT", `/bills/${channel}/${date}/edits`, edits);
const tradeBill = () => readWechatBill(wechat, `tradebill?bill_date=${date}`);

async function alipayRows(): Promise<readonly (readonly string[])[]> {
  const [[, details = []] = []] = await readAlipayBill(alipay, date);
  return details.map((line) => line.split(",").map((cell) => cell.trim()));
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
  await wechat.post("/v3/refund/domestic/refunds", wechat.refund("order-1", "back-1"));
  await alipay.refund("order-1", { refund_amount: "1.00", out_request_no: "back-1" });
  await sandbox.control("POST", "/clock", { now: "2026-03-02T10:00:00+08:00" });
});
afterEach(async () => {
  await edit("wechat", []);
  await edit("alipay", []);
});
afterAll(() => sandbox.stop());

describe("an edited bill of WeChat Pay", () => {
  it("is another one, whose sums fit, until the edits are taken back", async () => {
    const before = await tradeBill();
    const { json } = await edit("wechat", [{ out_no: "order-1", edit: "amount", value: 900 }]);
    expect((await sandbox.control("GET", `/bills/wechat/${date}/edits`)).json).toEqual(json);
    const after = await tradeBill();
    expect(after.hash).not.toBe(before.hash);
    expect(after.rows[0]).toMatchObject({ 商户订单号: "order-1", 订单金额: "9.00", 手续费: "0.05000" });
    expect(after.sums).toMatchObject({ 总交易单数: "3", 订单总金额: "17.88" });
    await edit("wechat", []);
    expect((await tradeBill()).hash).toBe(before.hash);
  });

  it("lacks what was dropped and has what was doubled", async () => {
    await edit("wechat", [
      { out_no: "order-1", edit: "drop" },
      { out_no: "back-1", edit: "duplicate" },
    ]);
    const { rows, sums } = await tradeBill();
    expect(rows.map((row) => row["商户退款单号"])).toEqual(["0", "back-1", "back-1"]);
    expect(sums).toMatchObject({ 总交易单数: "3", 订单总金额: "8.88", 申请退款总金额: "2.00" });
  });

  it("tells of other fees and states", async () => {
    await edit("wechat", [
      { out_no: "order-1", edit: "fee", value: 7 },
      { out_no: "order-2", edit: "status" },
      { out_no: "back-1", edit: "status", value: "CHANGE" },
    ]);
    expect((await tradeBill()).rows).toMatchObject([
      { 手续费: "0.07000", 交易状态: "SUCCESS" },
      { 交易状态: "REVOKED" },
      { 退款状态: "CHANGE" },
    ]);
  });

  it("has lines of which nobody knows", async () => {
    await edit("wechat", [
      { out_no: "nobody-1", edit: "add", value: 1_000 },
      { out_no: "nobody-2", edit: "add", kind: "refund", value: 50 },
      { out_no: "nobody-3", edit: "add", account: "1900000000" },
    ]);
    expect((await tradeBill()).rows.slice(3)).toMatchObject([
      { 商户订单号: "nobody-1", 订单金额: "10.00", 手续费: "0.06000", 交易时间: `${date} 12:00:00` },
      { 商户退款单号: "nobody-2", 退款金额: "0.50", 退款状态: "SUCCESS" },
    ]);
  });
});

describe("an edited bill of Alipay", () => {
  it("has every kind of lie, and sums that fit", async () => {
    await edit("alipay", [
      { out_no: "order-1", edit: "amount", value: 900 },
      { out_no: "order-2", edit: "drop" },
      { out_no: "back-1", edit: "fee", value: 3 },
      { out_no: "back-1", edit: "duplicate" },
      { out_no: "nobody-1", edit: "add", value: 100 },
    ]);
    const rows = await alipayRows();
    expect(rows.slice(5, -4).map((row) => [row[1], row[2], row[11], row[21], row[22]])).toEqual([
      ["order-1", "交易", "9.00", "", "-0.05"],
      ["order-1", "退款", "-1.00", "back-1", "0.03"],
      ["order-1", "退款", "-1.00", "back-1", "0.03"],
      ["nobody-1", "交易", "1.00", "", "-0.01"],
    ]);
    expect(rows.at(-3)).toEqual(["#交易合计：2笔，商家实收共10.00元，商家优惠共0.00元"]);
  });

  it("changes one of two lines of one number by its kind", async () => {
    await edit("alipay", [{ out_no: "back-1", edit: "drop", kind: "payment" }]);
    expect(await alipayRows()).toHaveLength(3 + 5 + 4);
    await edit("alipay", [{ out_no: "back-1", edit: "status", kind: "refund" }]);
    expect((await alipayRows()).slice(5, -4).map((row) => row[2])).toEqual(["交易", "交易", "其它"]);
  });
});

describe("the fee rate of an account", () => {
  it("is 0.60 % until a tester says otherwise", async () => {
    const { mchid } = wechat.credentials;
    const path = "/wechat/fee-rate";
    expect((await sandbox.control("GET", path)).json).toEqual({ account: mchid, fee_rate_bps: 60 });
    await sandbox.control("PUT", path, { fee_rate_bps: 100 });
    const [row] = (await tradeBill()).rows;
    expect(row).toMatchObject({ 手续费: "0.09000", 费率: "1.00%" });
    await sandbox.control("PUT", path, { fee_rate_bps: 60, account: mchid });
    expect(await sandbox.control("GET", `${path}?account=1900000001`)).toMatchObject({ status: 404 });
  });
});

describe("what the controls of bills refuse", () => {
  it.each<[string, string, unknown]>([
    ["a day that is none", "/bills/wechat/2026-02-30/edits", []],
    ["another channel", "/bills/paypal/2026-03-01/edits", []],
    ["an edit that is none", `/bills/wechat/${date}/edits`, [{ out_no: "x", edit: "burn" }]],
    ["an amount without a value", `/bills/wechat/${date}/edits`, [{ out_no: "x", edit: "amount" }]],
    ["damage that a channel cannot take", `/bills/alipay/${date}/spoil`, { kind: "wrong_hash" }],
    ["a rate over 100 %", "/wechat/fee-rate", { fee_rate_bps: 10_001 }],
  ])("%s", async (_what, path, body) => {
    expect(await sandbox.control("PUT", path, body)).toMatchObject({ status: 400 });
  });
});
