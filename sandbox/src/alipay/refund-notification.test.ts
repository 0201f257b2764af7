import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
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
  merchant = createAlipayMerchant(sandbox.accounts.alipay);
  await sandbox.control("PUT", "/alipay/refund-delay", { ms: 0 });
});
beforeEach(async () => {
  await listener?.stop();
  listener = await startListener({ status: 200, body: "success" });
});
afterAll(async () => {
  await listener.stop();
  await sandbox.stop();
});

const send = (what: string) => sandbox.control("PUT", "/alipay/refund-notifications", { send: what });
const refund = (number: string, amount: string, requestNo: string) =>
  merchant.refund(number, { refund_amount: amount, out_request_no: requestNo });
const read = (index: number) => merchant.readSigned(listener.received[index]?.body ?? "");

async function paidOrder(): Promise<string> {
  const number = `told_${(lastNumber += 1)}`;
  await merchant.pay(number, {}, { notify_url: listener.url });
  await listener.waitFor(1);
  return number;
}

describe("the notification of an Alipay refund", () => {
  it("is not sent unless a tester says so", async () => {
    await send("none");
    const number = await paidOrder();
    await refund(number, "8.88", "none_1");
    const { json } = await sandbox.control("GET", "/alipay/refunds/none_1");
    expect(json).toMatchObject({ status: "success", notifications: [] });
    expect((await sandbox.control("POST", "/alipay/refunds/none_1/notify")).status).toBe(409);
    expect(listener.received.length).toBe(1);
  });

  it("tells each part as a success with the sum so far, and the last one as closed", async () => {
    await send("all");
    const number = await paidOrder();
    await refund(number, "3.00", "all_1");
    await listener.waitFor(2);
    await refund(number, "5.88", "all_2");
    await listener.waitFor(3);
    const [paid, part, rest] = [read(0), read(1), read(2)];
    expect([part.isProven, rest.isProven]).toEqual([true, true]);
    const trade = { out_trade_no: number, trade_no: paid.params["trade_no"], total_amount: "8.88" };
    expect(part.params).toMatchObject({
      ...trade,
      trade_status: "TRADE_SUCCESS",
      out_biz_no: "all_1",
      refund_fee: "3.00",
    });
    expect(rest.params).toMatchObject({
      ...trade,
      trade_status: "TRADE_CLOSED",
      out_biz_no: "all_2",
      refund_fee: "8.88",
    });
    expect(rest.params).toHaveProperty("gmt_close");
    const ids = [paid, part, rest].map((each) => each.params["notify_id"]);
    expect(new Set(ids).size).toBe(3);
  });

  it("tells only the end of all the money, when that is what is asked for", async () => {
    await send("full");
    const number = await paidOrder();
    await refund(number, "3.00", "full_1");
    await refund(number, "5.88", "full_2");
    await listener.waitFor(2);
    expect(read(1).params).toMatchObject({ trade_status: "TRADE_CLOSED", out_biz_no: "full_2" });
    await sandbox.control("POST", "/alipay/refunds/full_2/notify", { tamper: "amount" });
    expect(read(2)).toMatchObject({ isProven: true, params: { total_amount: "18.88" } });
    expect(listener.received.length).toBe(3);
  });

  it("does not tell of money that did not arrive", async () => {
    await send("all");
    await sandbox.control("PUT", "/alipay/refund-delay", { ms: 60_000 });
    const number = await paidOrder();
    await refund(number, "8.88", "lost_1");
    await sandbox.control("POST", "/alipay/refunds/lost_1/settle", { status: "abnormal" });
    const { json } = await sandbox.control("GET", "/alipay/refunds/lost_1");
    expect(json).toMatchObject({ status: "abnormal", notifications: [] });
    await sandbox.control("PUT", "/alipay/refund-delay", { ms: 0 });
  });
});
