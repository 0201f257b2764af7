import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

const native = "/v3/pay/transactions/native";

let sandbox: SandboxFixture;
let merchant: WechatMerchant;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
});
afterAll(() => sandbox.stop());

const nextNumber = () => `native-${(lastNumber += 1)}`;
const byNumber = (outTradeNo: string) =>
  `/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=${merchant.credentials.mchid}`;
const close = (outTradeNo: string) =>
  merchant.post(`/v3/pay/transactions/out-trade-no/${outTradeNo}/close`, {
    mchid: merchant.credentials.mchid,
  });

describe("a WeChat Native order", () => {
  it("is created with a signed code_url", async () => {
    const answer = await merchant.post(native, merchant.order(nextNumber()));
    expect(answer.status).toBe(200);
    expect(answer.json["code_url"]).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=[0-9A-Za-z]{9}$/);
    expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
    expect(answer.headers["request-id"]).toMatch(/^[0-9A-F]{48}-0$/);
  });

  it("gives the same code_url to the same parameters in another order", async () => {
    const order = merchant.order(nextNumber());
    const first = await merchant.post(native, order);
    const again = await merchant.post(native, Object.fromEntries(Object.entries(order).toReversed()));
    expect(again.json).toEqual(first.json);
  });

  it("refuses other parameters under the same number", async () => {
    const number = nextNumber();
    await merchant.post(native, merchant.order(number));
    const answer = await merchant.post(
      native,
      merchant.order(number, { amount: { total: 889, currency: "CNY" } }),
    );
    expect([answer.status, answer.json["code"]]).toEqual([403, "OUT_TRADE_NO_USED"]);
    expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
    expect(answer.headers["request-id"]).toMatch(/-268498688$/);
  });

  it("is not created again once it is paid or closed", async () => {
    const [paid, closed] = [nextNumber(), nextNumber()];
    await merchant.post(native, merchant.order(paid));
    await merchant.post(native, merchant.order(closed));
    await sandbox.control("POST", `/wechat/orders/${paid}/pay`, { notify: "none" });
    expect((await close(closed)).status).toBe(204);
    expect((await merchant.post(native, merchant.order(paid))).json["code"]).toBe("ORDER_PAID");
    expect((await merchant.post(native, merchant.order(closed))).json["code"]).toBe("ORDER_CLOSED");
  });

  it("is NOTPAY, then SUCCESS by both numbers", async () => {
    const number = nextNumber();
    await merchant.post(native, merchant.order(number, { attach: "from the shop" }));
    const waiting = await merchant.get(byNumber(number));
    expect(waiting.json).toMatchObject({
      trade_state: "NOTPAY",
      out_trade_no: number,
      attach: "from the shop",
    });
    expect(waiting.json).not.toHaveProperty("transaction_id");
    await sandbox.control("POST", `/wechat/orders/${number}/pay`, { notify: "none" });
    const paid = await merchant.get(byNumber(number));
    expect(paid.json).toMatchObject({
      trade_state: "SUCCESS",
      trade_type: "NATIVE",
      amount: { total: 888, payer_total: 888, currency: "CNY", payer_currency: "CNY" },
    });
    expect(paid.json["success_time"]).toMatch(/\+08:00$/);
    const id = String(paid.json["transaction_id"]);
    expect(id).toMatch(/^42000\d{23}$/);
    const byId = await merchant.get(`/v3/pay/transactions/id/${id}?mchid=${merchant.credentials.mchid}`);
    expect(byId.json).toEqual(paid.json);
    expect(merchant.isProven(byId.headers, byId.body)).toBe(true);
  });

  it("shows another sum when the channel took another sum", async () => {
    const number = nextNumber();
    await merchant.post(native, merchant.order(number));
    await sandbox.control("POST", `/wechat/orders/${number}/pay`, { amount: 1, notify: "none" });
    expect((await merchant.get(byNumber(number))).json).toMatchObject({ amount: { total: 1 } });
  });

  it("closes with a signed 204 as often as asked, and not once it is paid", async () => {
    const number = nextNumber();
    await merchant.post(native, merchant.order(number));
    for (const answer of [await close(number), await close(number)]) {
      expect([answer.status, answer.body]).toEqual([204, ""]);
      expect(merchant.isProven(answer.headers, "")).toBe(true);
    }
    expect((await merchant.get(byNumber(number))).json).toMatchObject({ trade_state: "CLOSED" });
    const paid = nextNumber();
    await merchant.post(native, merchant.order(paid));
    await sandbox.control("POST", `/wechat/orders/${paid}/pay`, { notify: "none" });
    const refused = await close(paid);
    expect([refused.status, refused.json["code"]]).toEqual([400, "ORDER_PAID"]);
  });

  it("is unknown under a number that nobody used", async () => {
    const answer = await merchant.get(byNumber("nobody-used-this"));
    expect([answer.status, answer.json["code"]]).toEqual([404, "ORDER_NOT_EXIST"]);
    expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
    expect((await close("nobody-used-this")).status).toBe(404);
  });

  it("is unknown to another merchant", async () => {
    const number = nextNumber();
    await merchant.post(native, merchant.order(number));
    const opened = await sandbox.control("POST", "/accounts", { channel: "wechat" });
    // because the control answers an account file of the channel that was asked for
    const other = createWechatMerchant(opened.json as typeof sandbox.accounts.wechat);
    const answer = await other.get(
      `/v3/pay/transactions/out-trade-no/${number}?mchid=${other.credentials.mchid}`,
    );
    expect([answer.status, answer.json["code"]]).toEqual([404, "ORDER_NOT_EXIST"]);
  });
});

describe("the end of a WeChat order's time", () => {
  it("closes it without a word", async () => {
    const number = nextNumber();
    const timeExpire = new Date(Date.now() + 120_000).toISOString().replace(/\.\d+Z/, "+00:00");
    await merchant.post(native, merchant.order(number, { time_expire: timeExpire }));
    await sandbox.control("POST", "/clock", { advance_ms: 121_000 });
    const answer = await merchant.get(byNumber(number));
    expect(answer.json).toMatchObject({ trade_state: "CLOSED", trade_state_desc: "订单已关闭" });
    const paying = await sandbox.control("POST", `/wechat/orders/${number}/pay`);
    expect(paying.status).toBe(409);
    await sandbox.control("POST", "/clock", { now: new Date().toISOString() });
  });

  it("is at least a minute away, however near it was asked for", async () => {
    const number = nextNumber();
    const soon = new Date(Date.now() + 1_000).toISOString();
    await merchant.post(native, merchant.order(number, { time_expire: soon }));
    await sandbox.control("POST", "/clock", { advance_ms: 30_000 });
    expect((await merchant.get(byNumber(number))).json).toMatchObject({ trade_state: "NOTPAY" });
    await sandbox.control("POST", "/clock", { advance_ms: 35_000 });
    expect((await merchant.get(byNumber(number))).json).toMatchObject({ trade_state: "CLOSED" });
    await sandbox.control("POST", "/clock", { now: Date.now() });
  });
});
