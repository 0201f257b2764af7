import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

const year = 365 * 86_400_000;

let sandbox: SandboxFixture;
let merchant: AlipayMerchant;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createAlipayMerchant(sandbox.accounts.alipay);
  await setDelay(0);
});
afterEach(async () => {
  await setDelay(0);
  await sandbox.control("PUT", "/alipay/seller-balance", { amount: null });
  await sandbox.control("POST", "/clock", { now: Date.now() });
});
afterAll(() => sandbox.stop());

const setDelay = (ms: number) => sandbox.control("PUT", "/alipay/refund-delay", { ms });
const settle = (requestNo: string, status: string) =>
  sandbox.control("POST", `/alipay/refunds/${requestNo}/settle`, { status });

/** An order that a customer paid with 8.88 yuan at the till. */
async function paidOrder(): Promise<string> {
  const number = `refunded_${(lastNumber += 1)}`;
  expect((await merchant.pay(number)).node).toMatchObject({ code: "10000" });
  return number;
}

const refund = (number: string, amount: string, requestNo?: string) =>
  merchant.refund(number, {
    refund_amount: amount,
    ...(requestNo === undefined ? {} : { out_request_no: requestNo }),
  });
const look = async (number: string, requestNo: string) =>
  (await merchant.queryRefund(number, { out_request_no: requestNo })).node;

describe("alipay.trade.refund", () => {
  it("adds up: a part leaves the trade a success, all of it closes it", async () => {
    const number = await paidOrder();
    const first = await refund(number, "3.00", `${number}_a`);
    expect(first.isProven).toBe(true);
    expect(first.node).toMatchObject({
      code: "10000",
      fund_change: "Y",
      refund_fee: "3.00",
      send_back_fee: "3.00",
    });
    expect((await merchant.query(number)).node).toMatchObject({
      trade_status: "TRADE_SUCCESS",
      total_amount: "8.88",
    });
    const second = await refund(number, "5.88", `${number}_b`);
    expect(second.node).toMatchObject({ fund_change: "Y", refund_fee: "8.88", send_back_fee: "5.88" });
    expect((await merchant.query(number)).node).toMatchObject({ trade_status: "TRADE_CLOSED" });
    expect(await look(number, `${number}_a`)).toMatchObject({
      refund_status: "REFUND_SUCCESS",
      refund_amount: "3.00",
      total_amount: "8.88",
      out_request_no: `${number}_a`,
    });
  });

  it("moves nothing when it is asked for again, and refuses another sum under its number", async () => {
    const number = await paidOrder();
    await refund(number, "3.00", `${number}_a`);
    const again = await refund(number, "3.00", `${number}_a`);
    expect(again.node).toMatchObject({ code: "10000", fund_change: "N", refund_fee: "3.00" });
    const other = await refund(number, "3.01", `${number}_a`);
    expect(other.node).toMatchObject({ code: "40004", sub_code: "ACQ.DISCORDANT_REPEAT_REQUEST" });
    const { json } = await sandbox.control("GET", `/alipay/orders/${number}`);
    expect(json).toMatchObject({
      refunds: [{ out_refund_no: `${number}_a`, status: "success", amount: 300 }],
    });
  });

  it("of everything needs no number of its own, of a part it does", async () => {
    const number = await paidOrder();
    expect((await refund(number, "1.00")).node).toMatchObject({ sub_code: "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL" });
    expect((await refund(number, "8.88")).node).toMatchObject({ fund_change: "Y", refund_fee: "8.88" });
    expect(await look(number, number)).toMatchObject({ refund_amount: "8.88" });
  });

  it("never gives back more than was paid, asked one by one or all at once", async () => {
    const number = await paidOrder();
    const asked = Array.from({ length: 20 }, (_each, index) => refund(number, "1.00", `${number}_${index}`));
    const codes = (await Promise.all(asked)).map(({ node }) => node["sub_code"] ?? node["code"]);
    expect(codes.filter((code) => code === "10000").length).toBe(8);
    expect(codes.filter((code) => code === "ACQ.REASON_TRADE_REFUND_FEE_ERR").length).toBe(12);
    expect((await refund(number, "0.88", `${number}_rest`)).node).toMatchObject({ refund_fee: "8.88" });
  });

  it("is refused for what is not there, not paid, or finished long ago", async () => {
    expect((await refund("nobody", "1.00", "r")).node).toMatchObject({ sub_code: "ACQ.TRADE_NOT_EXIST" });
    await merchant.create("unpaid");
    expect((await refund("unpaid", "1.00", "r")).node).toMatchObject({ sub_code: "ACQ.TRADE_STATUS_ERROR" });
    const number = await paidOrder();
    expect((await refund(number, "0.00", "r")).node).toMatchObject({ sub_code: "ACQ.INVALID_PARAMETER" });
    const noTrade = await merchant.send({ method: "alipay.trade.refund", biz: { refund_amount: "1.00" } });
    expect(noTrade.node).toMatchObject({ sub_code: "ACQ.INVALID_PARAMETER" });
    await sandbox.control("POST", "/clock", { advance_ms: year + 1_000 });
    expect((await merchant.query(number)).node).toMatchObject({ trade_status: "TRADE_FINISHED" });
    expect((await refund(number, "1.00", "r")).node).toMatchObject({ sub_code: "ACQ.TRADE_HAS_FINISHED" });
  });

  it("is found by trade_no, and its number counts within one trade only", async () => {
    const [one, other] = [await paidOrder(), await paidOrder()];
    const tradeNo = String((await merchant.query(one)).node["trade_no"]);
    const method = "alipay.trade.refund";
    const biz = { trade_no: tradeNo, refund_amount: "1.00", out_request_no: "shared" };
    expect((await merchant.send({ method, biz })).node).toMatchObject({
      fund_change: "Y",
      out_trade_no: one,
    });
    expect((await refund(other, "2.00", "shared")).node).toMatchObject({
      fund_change: "Y",
      refund_fee: "2.00",
    });
    expect(await look(one, "shared")).toMatchObject({ refund_amount: "1.00" });
  });

  it("waits for the seller's balance, under the same number", async () => {
    const number = await paidOrder();
    const balance = (amount: number | null) => sandbox.control("PUT", "/alipay/seller-balance", { amount });
    await balance(500);
    expect((await refund(number, "5.01", `${number}_a`)).node).toMatchObject({
      code: "40004",
      sub_code: "ACQ.SELLER_BALANCE_NOT_ENOUGH",
    });
    expect((await merchant.cancel(number)).node).toMatchObject({
      sub_code: "ACQ.SELLER_BALANCE_NOT_ENOUGH",
      retry_flag: "Y",
    });
    expect((await merchant.query(number)).node).toMatchObject({ trade_status: "TRADE_SUCCESS" });
    await refund(number, "3.00", `${number}_b`);
    expect((await sandbox.control("GET", "/alipay/seller-balance")).json).toEqual({ amount: 200 });
    await balance(501);
    expect((await refund(number, "5.01", `${number}_a`)).node).toMatchObject({ fund_change: "Y" });
  });
});

describe("a refund on its way", () => {
  it("says so by fund_change N, and its query by no field of a refund, until the money is there", async () => {
    await setDelay(60_000);
    const number = await paidOrder();
    const asked = await refund(number, "8.88", `${number}_a`);
    expect(asked.node).toMatchObject({ code: "10000", fund_change: "N", refund_fee: "0.00" });
    expect(asked.node).not.toHaveProperty("send_back_fee");
    expect(await look(number, `${number}_a`)).toEqual({ code: "10000", msg: "Success" });
    expect((await merchant.query(number)).node).toMatchObject({ trade_status: "TRADE_SUCCESS" });
    expect((await refund(number, "0.01", `${number}_b`)).node).toMatchObject({
      sub_code: "ACQ.REASON_TRADE_REFUND_FEE_ERR",
    });
    await sandbox.control("POST", "/clock", { advance_ms: 60_000 });
    expect(await look(number, `${number}_a`)).toMatchObject({ refund_status: "REFUND_SUCCESS" });
    expect((await merchant.query(number)).node).toMatchObject({ trade_status: "TRADE_CLOSED" });
    expect((await refund(number, "8.88", `${number}_a`)).node).toMatchObject({
      fund_change: "N",
      refund_fee: "8.88",
    });
  });

  it("that does not arrive is tried again by the same number", async () => {
    await setDelay(60_000);
    const number = await paidOrder();
    await refund(number, "2.00", `${number}_a`);
    await settle(`${number}_a`, "abnormal");
    expect(await look(number, `${number}_a`)).toEqual({ code: "10000", msg: "Success" });
    await setDelay(0);
    expect((await refund(number, "2.00", `${number}_a`)).node).toMatchObject({
      fund_change: "Y",
      refund_fee: "2.00",
    });
  });

  it("that was given up frees its money, and its number is used up", async () => {
    await setDelay(60_000);
    const number = await paidOrder();
    await refund(number, "8.88", `${number}_a`);
    await settle(`${number}_a`, "closed");
    expect((await refund(number, "8.88", `${number}_a`)).node).toMatchObject({
      code: "40004",
      sub_code: "ACQ.TRADE_NOT_ALLOW_REFUND",
    });
    await setDelay(0);
    expect((await refund(number, "8.88", `${number}_b`)).node).toMatchObject({ fund_change: "Y" });
  });

  it("has nothing to tell of a number that was never used, and no trade of another's", async () => {
    const number = await paidOrder();
    expect(await look(number, "never")).toEqual({ code: "10000", msg: "Success" });
    expect(await look("nobody", "never")).toMatchObject({ sub_code: "ACQ.TRADE_NOT_EXIST" });
    const noNumber = await merchant.queryRefund(number);
    expect(noNumber.node).toMatchObject({ sub_code: "ACQ.INVALID_PARAMETER" });
  });

  it("tells when and how it arrived to those who ask", async () => {
    const number = await paidOrder();
    await refund(number, "1.00", `${number}_a`);
    const options = ["gmt_refund_pay", "refund_detail_item_list"];
    const { node } = await merchant.queryRefund(number, {
      out_request_no: `${number}_a`,
      query_options: options,
    });
    expect(node["gmt_refund_pay"]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(node["refund_detail_item_list"]).toEqual([{ fund_channel: "ALIPAYACCOUNT", amount: "1.00" }]);
    expect(await look(number, `${number}_a`)).not.toHaveProperty("gmt_refund_pay");
  });
});

describe("a cancel of a paid order", () => {
  it("sends back what is left, once, and only for a day", async () => {
    const number = await paidOrder();
    await refund(number, "3.00", `${number}_a`);
    expect((await merchant.cancel(number)).node).toMatchObject({ action: "refund", retry_flag: "N" });
    expect((await merchant.cancel(number)).node).toMatchObject({ action: "refund", retry_flag: "N" });
    const { json } = await sandbox.control("GET", `/alipay/orders/${number}`);
    expect(json).toMatchObject({
      refunds: [{ amount: 300 }, { out_refund_no: number, amount: 588, status: "success" }],
    });
    const late = await paidOrder();
    await sandbox.control("POST", "/clock", { advance_ms: 86_401_000 });
    expect((await merchant.cancel(late)).node).toMatchObject({
      sub_code: "ACQ.TRADE_CANCEL_TIME_OUT",
      retry_flag: "N",
    });
  });
});
