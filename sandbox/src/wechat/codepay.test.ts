import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startListener, until } from "../testing/merchant-listener.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant } from "../testing/wechat-merchant.ts";

let sandbox: SandboxFixture;
let merchant: WechatMerchant;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
});
afterEach(() => sandbox.control("POST", "/clock", { now: Date.now() }));
afterAll(() => sandbox.stop());

const nextNumber = () => `till-${(lastNumber += 1)}`;

function codepay(number: string, ending: string, more: Readonly<Record<string, unknown>> = {}) {
  const { notify_url: _none, ...order } = merchant.order(number, {
    payer: { auth_code: `1300000000000000${ending}` },
    scene_info: { device_id: "till-7", store_info: { out_id: "1" } },
    ...more,
  });
  return merchant.post("/v3/pay/transactions/codepay", order);
}
const amount = (total: number) => ({ amount: { total, currency: "CNY" } });
const reverse = (number: string) =>
  merchant.post(`/v3/pay/transactions/out-trade-no/${number}/reverse`, {
    appid: merchant.credentials.appid,
    mchid: merchant.credentials.mchid,
  });
const close = (number: string) =>
  merchant.post(`/v3/pay/transactions/out-trade-no/${number}/close`, { mchid: merchant.credentials.mchid });
const state = async (number: string) => (await merchant.byNumber(number)).json["trade_state"];
const truth = async (number: string) => (await sandbox.control("GET", `/wechat/orders/${number}`)).json;

describe("a payment code at the till", () => {
  it("is paid at once, and the answer is the transaction", async () => {
    const number = nextNumber();
    const answer = await codepay(number, "00");
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      trade_state: "SUCCESS",
      trade_type: "MICROPAY",
      scene_info: { device_id: "till-7" },
      amount: { total: 888 },
    });
    expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
    expect((await merchant.byNumber(number)).json).toEqual(answer.json);
  });

  it("asks for the PIN from 1000 yuan on", async () => {
    const [below, from] = [nextNumber(), nextNumber()];
    expect((await codepay(below, "00", amount(99_999))).json["trade_state"]).toBe("SUCCESS");
    const answer = await codepay(from, "00", amount(100_000));
    expect([answer.status, answer.json["trade_state"]]).toEqual([200, "USERPAYING"]);
    expect(await state(from)).toBe("USERPAYING");
  });

  it.each([
    ["02", 200, undefined],
    ["05", 202, "USERPAYING"],
  ])("with ending %s waits for the customer, who pays or gives up", async (ending, status, code) => {
    const [paid, given] = [nextNumber(), nextNumber()];
    const answer = await codepay(paid, ending);
    expect([answer.status, answer.json["code"]]).toEqual([status, code]);
    await codepay(given, ending);
    expect([await state(paid), await state(given)]).toEqual(["USERPAYING", "USERPAYING"]);
    await sandbox.control("POST", `/wechat/orders/${paid}/pay`);
    await sandbox.control("POST", `/wechat/orders/${given}/cancel`);
    expect([await state(paid), await state(given)]).toEqual(["SUCCESS", "PAYERROR"]);
  });

  it("with ending 01 is declined, and the order has failed", async () => {
    const number = nextNumber();
    const answer = await codepay(number, "01");
    expect([answer.status, answer.json["code"]]).toEqual([403, "NOT_ENOUGH"]);
    expect(await state(number)).toBe("PAYERROR");
    expect(await truth(number)).toMatchObject({ status: "closed", paid_at: null });
  });

  it.each([
    ["03", "AUTH_CODE_EXPIRED"],
    ["04", "AUTH_CODE_INVALID"],
  ])("with ending %s cannot be used, and makes no order: %s", async (ending, code) => {
    const number = nextNumber();
    const answer = await codepay(number, ending);
    expect([answer.status, answer.json["code"]]).toEqual([400, code]);
    expect((await merchant.byNumber(number)).status).toBe(404);
  });

  it("is paid by customers who enter their PIN by themselves", async () => {
    const number = nextNumber();
    await sandbox.control("PUT", "/autopay", { channel: "wechat", ratio: 1, after_ms: 0 });
    expect((await codepay(number, "02")).json["trade_state"]).toBe("USERPAYING");
    await until(async () => (await state(number)) === "SUCCESS", "the PIN");
    await sandbox.control("PUT", "/autopay", { channel: "wechat", ratio: 0, after_ms: 0 });
  });

  it("gives up by itself when nobody enters the PIN", async () => {
    const number = nextNumber();
    await codepay(number, "02");
    await sandbox.control("POST", "/clock", { advance_ms: 601_000 });
    expect(await state(number)).toBe("PAYERROR");
  });

  it("is charged once, however often it is sent", async () => {
    const [number, waiting] = [nextNumber(), nextNumber()];
    await codepay(number, "00");
    expect((await codepay(number, "00")).json["code"]).toBe("ORDER_PAID");
    await codepay(waiting, "02");
    expect((await codepay(waiting, "02")).json["code"]).toBe("USERPAYING");
    expect((await codepay(waiting, "00")).json["code"]).toBe("OUT_TRADE_NO_USED");
  });

  it.each([
    ["17 digits", { payer: { auth_code: "13000000000000000" } }, "/payer/auth_code"],
    ["another beginning", { payer: { auth_code: "283000000000000000" } }, "/payer/auth_code"],
    ["no code", { payer: {} }, "/payer/auth_code"],
    ["an openid", { payer: { auth_code: "130000000000000000", openid: "o" } }, "/payer/openid"],
    ["a notify_url", { notify_url: "https://shop.example/n" }, "/notify_url"],
    ["a store's name", { scene_info: { store_info: { name: "x" } } }, "/scene_info/store_info/name"],
  ])("is refused with %s", async (_name, change, field) => {
    const order = { ...merchant.order("till-bad"), payer: { auth_code: "130000000000000000" } };
    const { notify_url: _none, ...rest } = order;
    const answer = await merchant.post("/v3/pay/transactions/codepay", { ...rest, ...change });
    expect([answer.status, answer.json["code"]]).toEqual([400, "PARAM_ERROR"]);
    expect(answer.json["detail"]).toMatchObject({ field });
  });

  it("is told by no notification", async () => {
    const number = nextNumber();
    await codepay(number, "02");
    await sandbox.control("POST", `/wechat/orders/${number}/pay`, { notify: "duplicate" });
    expect(await truth(number)).toMatchObject({ status: "paid", notifications: [] });
    expect((await sandbox.control("POST", `/wechat/orders/${number}/notify`)).status).toBe(409);
  });
});

describe("a reverse", () => {
  it("closes what is not paid, as often as asked, and nobody can pay it", async () => {
    const number = nextNumber();
    await codepay(number, "02");
    const answers = [await reverse(number), await reverse(number)];
    for (const answer of answers) {
      expect([answer.status, answer.json]).toEqual([
        200,
        { appid: merchant.credentials.appid, mchid: merchant.credentials.mchid, out_trade_no: number },
      ]);
      expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
    }
    expect(await state(number)).toBe("REVOKED");
    expect((await sandbox.control("POST", `/wechat/orders/${number}/pay`)).status).toBe(409);
  });

  it("gives the money of a paid one back, once", async () => {
    const number = nextNumber();
    await codepay(number, "00");
    expect((await reverse(number)).status).toBe(200);
    expect((await reverse(number)).status).toBe(200);
    const { json } = await merchant.byNumber(number);
    expect(json).toMatchObject({ trade_state: "REVOKED", amount: { total: 888 } });
    expect(json["success_time"]).toMatch(/\+08:00$/);
    expect(await truth(number)).toMatchObject({
      status: "paid",
      refunds: [{ out_refund_no: `reverse of ${number}`, status: "success", amount: 888 }],
    });
  });

  it("gives back what refunds have left", async () => {
    const number = nextNumber();
    await codepay(number, "00");
    await merchant.post("/v3/refund/domestic/refunds", merchant.refund(number, `part-${number}`));
    await reverse(number);
    expect(await truth(number)).toMatchObject({ refunds: [{ amount: 100 }, { amount: 788 }] });
  });

  it("ends what the customer had given up already", async () => {
    const number = nextNumber();
    await codepay(number, "01");
    expect((await reverse(number)).status).toBe(200);
    expect(await state(number)).toBe("REVOKED");
  });

  it("is what such an order needs: it cannot be closed", async () => {
    const number = nextNumber();
    await codepay(number, "02");
    const answer = await close(number);
    expect([answer.status, answer.json["code"]]).toEqual([400, "INVALID_REQUEST"]);
    expect(await state(number)).toBe("USERPAYING");
  });

  it("is for no other order, and for none that is not there", async () => {
    const number = nextNumber();
    const listener = await startListener({ status: 200 });
    await merchant.post("/v3/pay/transactions/native", merchant.order(number, { notify_url: listener.url }));
    expect((await reverse(number)).json["code"]).toBe("INVALID_REQUEST");
    expect(await state(number)).toBe("NOTPAY");
    expect((await reverse("nobody-used-this")).json["code"]).toBe("ORDER_NOT_EXIST");
    await listener.stop();
  });
});
