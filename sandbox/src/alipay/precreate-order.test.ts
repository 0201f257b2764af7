import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant, gatewayTime } from "../testing/alipay-merchant.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

let sandbox: SandboxFixture;
let merchant: AlipayMerchant;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createAlipayMerchant(sandbox.accounts.alipay);
});
afterAll(() => sandbox.stop());

const nextNumber = () => `qr_${(lastNumber += 1)}`;
const control = (outTradeNo: string, verb: "pay" | "scan" | "cancel", body?: unknown) =>
  sandbox.control("POST", `/alipay/orders/${outTradeNo}/${verb}`, body);

describe("an Alipay precreate order", () => {
  it("answers a QR code, signed over the node with its escaped slashes", async () => {
    const number = nextNumber();
    const answer = await merchant.precreate(number);
    expect(answer.node).toMatchObject({ code: "10000", msg: "Success", out_trade_no: number });
    expect(answer.node["qr_code"]).toMatch(/^https:\/\/qr\.alipay\.com\/bax[0-9A-Za-z]{21}$/);
    expect(answer.body).toContain(String.raw`https:\/\/qr.alipay.com\/`);
    expect(answer.isProven).toBe(true);
    expect(answer.headers["content-type"]).toBe("text/html;charset=utf-8");
    expect(answer.headers["trace_id"]).toMatch(/^[0-9a-f]{30}$/);
  });

  it("takes everything in the query of a GET as well", async () => {
    const biz = { out_trade_no: nextNumber(), total_amount: "0.01", subject: "tea + cake" };
    const answer = await merchant.send({ method: "alipay.trade.precreate", biz, verb: "GET" });
    expect(answer.node).toMatchObject({ code: "10000" });
  });

  it("gives the same code to the same parameters and refuses others", async () => {
    const number = nextNumber();
    const first = await merchant.precreate(number);
    expect((await merchant.precreate(number)).node).toEqual(first.node);
    const other = await merchant.precreate(number, { total_amount: "8.89" });
    expect(other.node).toMatchObject({ code: "40004", sub_code: "ACQ.CONTEXT_INCONSISTENT" });
    expect(other.isProven).toBe(true);
  });

  it("is no trade before the scan, waits after it, and is paid", async () => {
    const number = nextNumber();
    await merchant.precreate(number);
    const before = await merchant.query(number);
    expect(before.node).toMatchObject({ code: "40004", sub_code: "ACQ.TRADE_NOT_EXIST" });
    await control(number, "scan");
    const scanned = await merchant.query(number);
    expect(scanned.node).toMatchObject({ trade_status: "WAIT_BUYER_PAY", receipt_amount: "0.00" });
    await control(number, "pay", { notify: "none" });
    const paid = await merchant.query(number);
    expect(paid.node).toMatchObject({
      trade_status: "TRADE_SUCCESS",
      trade_no: scanned.node["trade_no"],
      total_amount: "8.88",
      fund_bill_list: [{ fund_channel: "ALIPAYACCOUNT", amount: "8.88" }],
    });
    expect(paid.node["trade_no"]).toMatch(/^\d{28}$/);
    expect((await merchant.precreate(number)).node).toMatchObject({ sub_code: "ACQ.TRADE_HAS_SUCCESS" });
  });

  it("is found by trade_no, and not under another out_trade_no", async () => {
    const number = nextNumber();
    await merchant.precreate(number);
    await control(number, "pay", { notify: "none" });
    const tradeNo = String((await merchant.query(number)).node["trade_no"]);
    const method = "alipay.trade.query";
    const byTrade = await merchant.send({ method, biz: { trade_no: tradeNo } });
    expect(byTrade.node).toMatchObject({ out_trade_no: number });
    const mixed = await merchant.send({ method, biz: { trade_no: tradeNo, out_trade_no: "another" } });
    expect(mixed.node).toMatchObject({ sub_code: "ACQ.TRADE_NOT_EXIST" });
  });
});

describe("alipay.trade.close", () => {
  it("fails before the scan and leaves the code payable", async () => {
    const number = nextNumber();
    await merchant.precreate(number);
    expect((await merchant.close(number)).node).toMatchObject({ sub_code: "ACQ.TRADE_NOT_EXIST" });
    expect((await control(number, "pay", { notify: "none" })).status).toBe(200);
  });

  it("closes what waits for its buyer, and nothing else", async () => {
    const number = nextNumber();
    await merchant.precreate(number);
    await control(number, "scan");
    expect((await merchant.close(number)).node).toMatchObject({ code: "10000", out_trade_no: number });
    expect((await merchant.query(number)).node).toMatchObject({ trade_status: "TRADE_CLOSED" });
    expect((await merchant.close(number)).node).toMatchObject({ code: "40004" });
    const paid = nextNumber();
    await merchant.precreate(paid);
    await control(paid, "pay", { notify: "none" });
    expect((await merchant.close(paid)).node).toMatchObject({ sub_code: "ACQ.TRADE_STATUS_ERROR" });
  });
});

describe("alipay.trade.cancel", () => {
  it("kills a code that nobody scanned", async () => {
    const number = nextNumber();
    await merchant.precreate(number);
    const answer = await merchant.cancel(number);
    expect(answer.node).toMatchObject({
      code: "10000",
      retry_flag: "N",
      action: "close",
      out_trade_no: number,
    });
    expect((await control(number, "pay")).status).toBe(409);
    expect((await merchant.precreate(number)).node).toMatchObject({ sub_code: "ACQ.TRADE_HAS_CLOSE" });
    expect((await merchant.cancel(number)).node).toEqual(answer.node);
  });

  it("sends the money of a paid one back", async () => {
    const number = nextNumber();
    await merchant.precreate(number);
    await control(number, "pay", { notify: "none" });
    expect((await merchant.cancel(number)).node).toMatchObject({
      code: "10000",
      action: "refund",
      retry_flag: "N",
    });
    expect((await merchant.query(number)).node).toMatchObject({ trade_status: "TRADE_CLOSED" });
    const truth = await sandbox.control("GET", `/alipay/orders/${number}`);
    expect(truth.json).toMatchObject({
      status: "closed",
      refunds: [{ out_refund_no: number, status: "success", amount: 888 }],
    });
  });

  it("knows nothing of a number that nobody used", async () => {
    expect((await merchant.cancel("nobody_used_this")).node).toMatchObject({
      sub_code: "ACQ.TRADE_NOT_EXIST",
    });
  });
});

describe("the end of an Alipay order's time", () => {
  it.each([
    ["timeout_express", { timeout_express: "3m" }],
    ["time_expire", { time_expire: gatewayTime(Date.now() + 180_000) }],
  ])("follows %s", async (_name, asked) => {
    const number = nextNumber();
    await merchant.precreate(number, asked);
    await control(number, "scan");
    await sandbox.control("POST", "/clock", { advance_ms: 120_000 });
    expect((await merchant.query(number)).node).toMatchObject({ trade_status: "WAIT_BUYER_PAY" });
    await sandbox.control("POST", "/clock", { advance_ms: 61_000 });
    expect((await merchant.query(number)).node).toMatchObject({ trade_status: "TRADE_CLOSED" });
    expect((await control(number, "pay")).status).toBe(409);
    await sandbox.control("POST", "/clock", { now: Date.now() });
  });

  it("cannot be in the past or in a unit that does not exist", async () => {
    for (const asked of [
      { time_expire: "2020-01-01 00:00:00" },
      { timeout_express: "3s" },
      { timeout_express: "16d" },
    ]) {
      const answer = await merchant.precreate(nextNumber(), asked);
      expect(answer.node).toMatchObject({ code: "40004", sub_code: "ACQ.INVALID_PARAMETER" });
    }
  });
});
