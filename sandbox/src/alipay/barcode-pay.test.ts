import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import type { MerchantListener } from "../testing/merchant-listener.ts";
import { startListener } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

let sandbox: SandboxFixture;
let merchant: AlipayMerchant;
let listener: MerchantListener;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  listener = await startListener({ status: 200, body: "success" });
  merchant = createAlipayMerchant(sandbox.accounts.alipay);
});
afterAll(async () => {
  await listener.stop();
  await sandbox.stop();
});

const nextNumber = () => `till_${(lastNumber += 1)}`;
const code = (ending: string) => ({ auth_code: `28123456789012${ending}` });
const truthOf = (number: string) => sandbox.control("GET", `/alipay/orders/${number}`);

describe("a payment code at the till", () => {
  it("pays up to 1000 yuan at once, and the payment is told as well", async () => {
    const number = nextNumber();
    const seen = listener.received.length;
    const paid = await merchant.pay(number, { total_amount: "1000.00" }, { notify_url: listener.url });
    expect(paid.isProven).toBe(true);
    expect(paid.node).toMatchObject({
      code: "10000",
      msg: "Success",
      out_trade_no: number,
      total_amount: "1000.00",
      receipt_amount: "1000.00",
      buyer_pay_amount: "1000.00",
      fund_bill_list: [{ fund_channel: "ALIPAYACCOUNT", amount: "1000.00" }],
    });
    expect(paid.node["gmt_payment"]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    const received = (await listener.waitFor(seen + 1))[seen];
    const told = merchant.readSigned(received?.body ?? "");
    expect([told.isProven, told.params["trade_no"]]).toEqual([true, paid.node["trade_no"]]);
    expect(await truthOf(number)).toMatchObject({ json: { status: "paid", amount: 100_000 } });
  });

  it("waits for the password above 1000 yuan until the customer pays", async () => {
    const number = nextNumber();
    const first = await merchant.pay(number, { total_amount: "1000.01" });
    expect(first.node).toMatchObject({ code: "10003", out_trade_no: number });
    expect(first.node).not.toHaveProperty("gmt_payment");
    expect(first.isProven).toBe(true);
    const again = await merchant.pay(number, { total_amount: "1000.01" });
    expect(again.node).toEqual(first.node);
    expect((await merchant.query(number)).node).toMatchObject({ trade_status: "WAIT_BUYER_PAY" });
    await sandbox.control("POST", `/alipay/orders/${number}/pay`);
    expect((await merchant.query(number)).node).toMatchObject({
      trade_status: "TRADE_SUCCESS",
      trade_no: first.node["trade_no"],
    });
  });

  it("never charges twice under one number", async () => {
    const number = nextNumber();
    await merchant.pay(number);
    expect((await merchant.pay(number)).node).toMatchObject({ sub_code: "ACQ.TRADE_HAS_SUCCESS" });
    const others = [{ total_amount: "8.89" }, { auth_code: "281234567890123457" }, code("9001")];
    for (const change of others) {
      expect((await merchant.pay(number, change)).node).toMatchObject({
        sub_code: "ACQ.CONTEXT_INCONSISTENT",
      });
    }
    expect(await truthOf(number)).toMatchObject({ json: { status: "paid", amount: 888 } });
  });

  it.each([
    ["9001", "ACQ.PAYMENT_AUTH_CODE_INVALID"],
    ["9002", "ACQ.BUYER_BALANCE_NOT_ENOUGH"],
  ])("that ends in %s is declined, and another code may pay the order", async (ending, subCode) => {
    const number = nextNumber();
    const declined = await merchant.pay(number, code(ending));
    expect(declined.node).toMatchObject({ code: "40004", sub_code: subCode });
    expect(declined.isProven).toBe(true);
    expect((await merchant.query(number)).node).toMatchObject({ sub_code: "ACQ.TRADE_NOT_EXIST" });
    expect((await merchant.pay(number)).node).toMatchObject({ code: "10000" });
  });

  it("that ends in 9003 always asks for the password", async () => {
    const number = nextNumber();
    expect((await merchant.pay(number, code("9003"))).node).toMatchObject({ code: "10003" });
    await sandbox.control("POST", `/alipay/orders/${number}/cancel`);
    expect((await merchant.query(number)).node).toMatchObject({ trade_status: "TRADE_CLOSED" });
    expect((await merchant.pay(number, code("9003"))).node).toMatchObject({
      sub_code: "ACQ.TRADE_HAS_CLOSE",
    });
  });

  it.each([
    ["9004", { trade_status: "TRADE_SUCCESS" }],
    ["9005", { trade_status: "WAIT_BUYER_PAY" }],
    ["9006", { sub_code: "ACQ.TRADE_NOT_EXIST" }],
  ])("that ends in %s leaves the till in the dark, and a query tells", async (ending, queried) => {
    const number = nextNumber();
    const answer = await merchant.pay(number, code(ending));
    expect(answer.node).toMatchObject({ code: "20000", sub_code: "isp.unknow-error" });
    expect((await merchant.query(number)).node).toMatchObject(queried);
  });

  it.each([
    ["no code", { auth_code: undefined }],
    ["15 digits", { auth_code: "281234567890123" }],
    ["25 digits", { auth_code: "2812345678901234567890123" }],
    ["a code of WeChat Pay", { auth_code: "134567890123456789" }],
    ["no scene", { scene: undefined }],
    ["another scene", { scene: "wave_code" }],
  ])("is refused with %s", async (_name, change) => {
    const number = nextNumber();
    expect((await merchant.pay(number, change)).node).toMatchObject({ sub_code: "ACQ.INVALID_PARAMETER" });
    expect((await truthOf(number)).status).toBe(404);
  });

  it("is taken at both ends of what is allowed", async () => {
    for (const authCode of ["2512345678901234", "301234567890123456789012"]) {
      expect((await merchant.pay(nextNumber(), { auth_code: authCode })).node).toMatchObject({
        code: "10000",
      });
    }
  });
});

describe("a till that does not know what became of its payment", () => {
  it("cancels: what waits is closed, what is paid goes back", async () => {
    const [waiting, paid] = [nextNumber(), nextNumber()];
    await merchant.pay(waiting, code("9005"));
    await merchant.pay(paid, code("9004"));
    expect((await merchant.cancel(waiting)).node).toMatchObject({ action: "close", retry_flag: "N" });
    expect((await merchant.cancel(paid)).node).toMatchObject({ action: "refund", retry_flag: "N" });
    expect(await truthOf(waiting)).toMatchObject({ json: { status: "closed", refunds: [] } });
    expect(await truthOf(paid)).toMatchObject({ json: { refunds: [{ status: "success", amount: 888 }] } });
    expect((await merchant.cancel(paid)).node).toMatchObject({ action: "refund" });
  });
});
