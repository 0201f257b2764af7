import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant } from "../testing/alipay-merchant.ts";
import type { MerchantListener } from "../testing/merchant-listener.ts";
import { startListener, until } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

const truth = z.object({ notifications: z.array(z.object({ attempts: z.array(z.unknown()) })) });

let sandbox: SandboxFixture;
let merchant: AlipayMerchant;
let listener: MerchantListener;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createAlipayMerchant(sandbox.accounts.alipay);
});
afterEach(async () => {
  await listener.stop();
  await sandbox.control("POST", "/clock", { now: Date.now() });
});
afterAll(() => sandbox.stop());

/** Creates an order that a listener of its own hears about, and pays it. */
async function createAndPay(answer: MerchantListener["answer"]): Promise<string> {
  listener = await startListener(answer);
  const number = `notified_${(lastNumber += 1)}`;
  const more = { body: "one cup & a spoon", passback_params: "a%3D1" };
  await merchant.precreate(number, more, { notify_url: listener.url });
  await sandbox.control("POST", `/alipay/orders/${number}/pay`);
  return number;
}

const advance = (ms: number) => sandbox.control("POST", "/clock", { advance_ms: ms });
const answered = (number: string, count: number) =>
  until(async () => {
    const { json } = await sandbox.control("GET", `/alipay/orders/${number}`);
    return truth.parse(json).notifications[0]?.attempts.length === count;
  }, `${count} answered attempts`);
const read = (index: number) => merchant.readSigned(listener.received[index]?.body ?? "");

/** Pays, hears of it, and lets the tester send it again, spoilt. */
const spoil = async (tamper: string) => {
  const number = await createAndPay({ status: 200, body: "success" });
  await listener.waitFor(1);
  await sandbox.control("POST", `/alipay/orders/${number}/notify`, { tamper });
  return { whole: read(0), spoilt: read(1) };
};

describe("an Alipay trade notification", () => {
  it("is a signed form with the trade and what the merchant passed along", async () => {
    const number = await createAndPay({ status: 200, body: "success" });
    const [received] = await listener.waitFor(1);
    expect(received?.headers["content-type"]).toBe("application/x-www-form-urlencoded; charset=utf-8");
    const { params, isProven } = read(0);
    expect(isProven).toBe(true);
    expect(params).toMatchObject({
      notify_type: "trade_status_sync",
      app_id: merchant.credentials.app_id,
      seller_id: merchant.credentials.seller_id,
      out_trade_no: number,
      trade_status: "TRADE_SUCCESS",
      total_amount: "8.88",
      subject: "一杯茶",
      body: "one cup & a spoon",
      passback_params: "a%3D1",
      sign_type: "RSA2",
      fund_bill_list: '[{"amount":"8.88","fundChannel":"ALIPAYACCOUNT"}]',
    });
    expect(params["trade_no"]).toBe((await merchant.query(number)).node["trade_no"]);
  });

  it("is resent on Alipay's schedule until the answer is exactly `success`", async () => {
    const number = await createAndPay({ status: 200, body: "SUCCESS" });
    const answers = ["success\n", "<html>success</html>", "", "fail", "ok", "success"];
    for (const [index, minutes] of [4, 10, 10, 60, 120, 360].entries()) {
      await answered(number, index + 1);
      await advance(minutes * 60_000 - 1_000);
      expect(listener.received.length).toBe(index + 1);
      listener.answer = { status: 200, body: answers[index] ?? "" };
      await advance(1_000);
      await listener.waitFor(index + 2);
    }
    await answered(number, 7);
    await advance(86_400_000);
    await sandbox.control("POST", `/alipay/orders/${number}/notify`);
    expect(listener.received.length).toBe(7 + 1);
    const all = listener.received.map((_each, index) => read(index));
    expect(all.every((each) => each.isProven)).toBe(true);
    expect(new Set(all.map((each) => each.params["notify_id"])).size).toBe(1);
    expect(new Set(all.map((each) => each.params["notify_time"])).size).toBe(8);
  });

  it("is given up after 7 resends, and `success` with another status is no success", async () => {
    const number = await createAndPay({ status: 201, body: "success" });
    for (let count = 1; count <= 8; count += 1) {
      await answered(number, count);
      await advance(15 * 3_600_000);
    }
    await advance(30 * 86_400_000);
    await sandbox.control("POST", `/alipay/orders/${number}/notify`);
    expect(listener.received.length).toBe(8 + 1);
  });

  it("is not sent for an order without notify_url", async () => {
    listener = await startListener({ status: 200, body: "success" });
    await merchant.precreate("not_notified");
    const paid = await sandbox.control("POST", "/alipay/orders/not_notified/pay");
    expect(paid.json).toMatchObject({ status: "paid", notifications: [] });
    expect((await sandbox.control("POST", "/alipay/orders/not_notified/notify")).status).toBe(409);
  });
});

describe("an Alipay notification that a tester spoils", () => {
  it.each(["signature", "signtest", "ciphertext"])("has no valid signature: %s", async (tamper) => {
    const { whole, spoilt } = await spoil(tamper);
    expect(whole.isProven).toBe(true);
    expect(spoilt.isProven).toBe(false);
    expect(spoilt.params["notify_id"]).toBe(whole.params["notify_id"]);
  });

  it.each([
    ["amount", "total_amount"],
    ["account", "app_id"],
    ["account", "seller_id"],
    ["timestamp", "notify_time"],
  ])("has a valid signature over a wrong content: %s, %s", async (tamper, field) => {
    const { whole, spoilt } = await spoil(tamper);
    expect(spoilt.isProven).toBe(true);
    expect(spoilt.params[field]).not.toBe(whole.params[field]);
  });
});
