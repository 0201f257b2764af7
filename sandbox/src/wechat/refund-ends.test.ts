import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { MerchantListener, Received } from "../testing/merchant-listener.ts";
import { startListener, until } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

const refunds = "/v3/refund/domestic/refunds";
const envelope = z.object({
  id: z.string(),
  event_type: z.string(),
  summary: z.string(),
  resource: z.object({
    original_type: z.string(),
    ciphertext: z.string(),
    associated_data: z.string(),
    nonce: z.string(),
  }),
});

let sandbox: SandboxFixture;
let merchant: WechatMerchant;
let listener: MerchantListener;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
});
beforeEach(async () => {
  listener = await startListener({ status: 204 });
  await sandbox.control("PUT", "/wechat/refund-delay", { ms: 60_000 });
});
afterEach(async () => {
  await listener.stop();
  await sandbox.control("POST", "/clock", { now: Date.now() });
});
afterAll(() => sandbox.stop());

/** A refund of 100 fen of a paid order; gives its number. */
async function refundOf(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const number = `ending-${(lastNumber += 1)}`;
  await merchant.post("/v3/pay/transactions/native", merchant.order(number));
  await sandbox.control("POST", `/wechat/orders/${number}/pay`, { notify: "none" });
  const answer = await merchant.post(
    refunds,
    merchant.refund(number, `r-${number}`, { notify_url: listener.url, ...more }),
  );
  expect(answer.status).toBe(200);
  return `r-${number}`;
}

const query = async (outRefundNo: string) => (await merchant.get(`${refunds}/${outRefundNo}`)).json;
const settle = (outRefundNo: string, status: string) =>
  sandbox.control("POST", `/wechat/refunds/${outRefundNo}/settle`, { status });
const advance = (ms: number) => sandbox.control("POST", "/clock", { advance_ms: ms });
const read = (received: Received | undefined) => envelope.parse(JSON.parse(received?.body ?? ""));
const opened = (received: Received | undefined): unknown =>
  JSON.parse(merchant.decrypt(read(received).resource));
const isProven = (received: Received | undefined) =>
  received !== undefined && merchant.isProven(received.headers, received.body);

describe("a refund that is left alone", () => {
  it("succeeds by itself when its time on the sandbox's clock is over", async () => {
    const number = await refundOf();
    await advance(59_000);
    expect(await query(number)).toMatchObject({ status: "PROCESSING" });
    expect(listener.received.length).toBe(0);
    await advance(1_000);
    const refund = await query(number);
    expect(refund).toMatchObject({ status: "SUCCESS", user_received_account: "支付用户零钱" });
    expect(refund["success_time"]).toMatch(/\+08:00$/);
    await listener.waitFor(1);
  });

  it("succeeds in real time too, and at once when a tester sets no delay", async () => {
    await sandbox.control("PUT", "/wechat/refund-delay", { ms: 20 });
    const number = await refundOf();
    await listener.waitFor(1);
    expect(await query(number)).toMatchObject({ status: "SUCCESS" });
    await sandbox.control("PUT", "/wechat/refund-delay", { ms: 0 });
    expect(await query(await refundOf())).toMatchObject({ status: "SUCCESS" });
    expect((await sandbox.control("GET", "/wechat/refund-delay")).json).toEqual({ ms: 0 });
  });

  it("ends after a restart as it would have without", async () => {
    const number = await refundOf();
    await sandbox.restart();
    merchant = createWechatMerchant(sandbox.accounts.wechat);
    expect(await query(number)).toMatchObject({ status: "PROCESSING" });
    await advance(60_000);
    expect(await query(number)).toMatchObject({ status: "SUCCESS" });
    await listener.waitFor(1);
  });
});

describe("a refund that a tester ends", () => {
  it.each([
    ["success", "SUCCESS", "REFUND.SUCCESS", "退款成功"],
    ["abnormal", "ABNORMAL", "REFUND.ABNORMAL", "退款异常"],
    ["closed", "CLOSED", "REFUND.CLOSED", "退款关闭"],
  ])("%s: is told so, encrypted and proven", async (status, word, event, summary) => {
    const number = await refundOf();
    expect((await settle(number, status)).json).toMatchObject({ out_refund_no: number, status, amount: 100 });
    const refund = await query(number);
    expect(refund["status"]).toBe(word);
    expect(refund["success_time"] !== undefined).toBe(status === "success");
    const [received] = await listener.waitFor(1);
    expect(isProven(received)).toBe(true);
    expect(read(received)).toMatchObject({ event_type: event, summary });
    expect(read(received).resource).toMatchObject({ original_type: "refund", associated_data: "refund" });
    expect(opened(received)).toEqual({
      mchid: merchant.credentials.mchid,
      transaction_id: refund["transaction_id"],
      out_trade_no: refund["out_trade_no"],
      refund_id: refund["refund_id"],
      out_refund_no: number,
      refund_status: word,
      ...(status === "success" ? { success_time: refund["success_time"] } : {}),
      user_received_account: "支付用户零钱",
      amount: { total: 888, refund: 100, payer_total: 888, payer_refund: 100 },
    });
  });

  it("does not end by itself any more, nor a second time", async () => {
    const number = await refundOf();
    await settle(number, "closed");
    await advance(120_000);
    expect(await query(number)).toMatchObject({ status: "CLOSED" });
    for (const status of ["closed", "success"]) expect((await settle(number, status)).status).toBe(409);
    await listener.waitFor(1);
    const { json } = await sandbox.control("GET", `/wechat/refunds/${number}`);
    expect(json).toMatchObject({ status: "closed", notifications: [{ type: "REFUND.CLOSED" }] });
  });

  it("tells nobody without a notify_url", async () => {
    const number = await refundOf({ notify_url: undefined });
    await settle(number, "success");
    const { json } = await sandbox.control("GET", `/wechat/refunds/${number}`);
    expect(json).toMatchObject({ status: "success", notifications: [] });
    expect((await sandbox.control("POST", `/wechat/refunds/${number}/notify`)).status).toBe(409);
  });
});

describe("a refund notification", () => {
  it("is resent on the schedule until it is taken", async () => {
    listener.answer = { status: 500 };
    const number = await refundOf();
    await settle(number, "success");
    const attempts = async () =>
      JSON.stringify((await sandbox.control("GET", `/wechat/refunds/${number}`)).json);
    await until(async () => (await attempts()).includes('"status":500'), "the first refusal");
    listener.answer = { status: 200 };
    await advance(15_000);
    const [first, second] = await listener.waitFor(2);
    expect(second?.body).toBe(first?.body);
    await until(async () => (await attempts()).includes('"status":200'), "the answer");
  });

  it.each([["signature"], ["signtest"]])("under a wrong signature: %s", async (tamper) => {
    const spoilt = await resent({ tamper });
    expect([isProven(spoilt.second), spoilt.second?.body === spoilt.first?.body]).toEqual([false, true]);
  });

  it.each<[string, unknown]>([
    ["amount", { amount: { refund: 101, total: 888 } }],
    ["account", { mchid: "1900009192" }],
  ])("with a wrong content under a valid signature: %s", async (tamper, wrong) => {
    const { first, second } = await resent({ tamper });
    expect(isProven(second)).toBe(true);
    expect(opened(second)).toMatchObject({ refund_status: "SUCCESS", ...Object(wrong) });
    expect(opened(first)).not.toMatchObject(Object(wrong));
  });

  it("of ten minutes ago, of unreadable content, and whole as often as asked", async () => {
    const old = await resent({ tamper: "timestamp" });
    expect(Date.now() / 1000 - Number(old.second?.headers["wechatpay-timestamp"])).toBeGreaterThan(590);
    expect(isProven(old.second)).toBe(true);
    const unreadable = await resent({ tamper: "ciphertext" });
    expect(isProven(unreadable.second)).toBe(true);
    expect(() => opened(unreadable.second)).toThrow();
    const before = listener.received.length;
    await resent({ times: 20 });
    expect(listener.received.length).toBe(before + 21);
    expect(new Set(listener.received.slice(before).map((each) => each.body)).size).toBe(1);
  });
});

/** Ends a refund, hears of it and lets the tester send it again. */
async function resent(body: unknown) {
  const before = listener.received.length;
  const number = await refundOf();
  await settle(number, "success");
  await listener.waitFor(before + 1);
  expect((await sandbox.control("POST", `/wechat/refunds/${number}/notify`, body)).status).toBe(200);
  return { first: listener.received[before], second: listener.received[before + 1] };
}
