import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";
import type { WechatMerchant } from "../testing/wechat-merchant.ts";
import { createWechatMerchant, openWechatMerchant } from "../testing/wechat-merchant.ts";

const refunds = "/v3/refund/domestic/refunds";

let sandbox: SandboxFixture;
let merchant: WechatMerchant;
let lastNumber = 0;
let order: string;

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createWechatMerchant(sandbox.accounts.wechat);
});
beforeEach(async () => {
  order = await paidOrder();
});
afterAll(() => sandbox.stop());

async function paidOrder(): Promise<string> {
  const number = `refunded-${(lastNumber += 1)}`;
  await merchant.post("/v3/pay/transactions/native", merchant.order(number));
  await sandbox.control("POST", `/wechat/orders/${number}/pay`, { notify: "none" });
  return number;
}

const nextNo = () => `r${(lastNumber += 1)}`;
const refund = (outRefundNo: string, more: Readonly<Record<string, unknown>> = {}) =>
  merchant.post(refunds, merchant.refund(order, outRefundNo, more));
const sum = (fen: number) => ({ amount: { refund: fen, total: 888, currency: "CNY" } });
const truth = async () => (await sandbox.control("GET", `/wechat/orders/${order}`)).json;
const rules = (body: object) => sandbox.control("PUT", "/wechat/refund-rules", body);

describe("a WeChat refund", () => {
  it("is accepted, proven, and the same under both numbers of the order", async () => {
    const [byOurs, byTheirs] = [nextNo(), nextNo()];
    const answer = await refund(byOurs, { reason: "too hot", funds_account: "UNSETTLED" });
    expect(answer.status).toBe(200);
    expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
    const { json: paid } = await merchant.byNumber(order);
    expect(answer.json).toMatchObject({
      out_refund_no: byOurs,
      out_trade_no: order,
      transaction_id: paid["transaction_id"],
      channel: "ORIGINAL",
      status: "PROCESSING",
      funds_account: "UNSETTLED",
      amount: { total: 888, refund: 100, payer_total: 888, payer_refund: 100, currency: "CNY" },
    });
    expect(answer.json["refund_id"]).toMatch(/^5030\d{25}$/);
    expect(answer.json).not.toHaveProperty("success_time");
    const { out_trade_no: _ours, ...rest } = merchant.refund(order, byTheirs);
    const other = await merchant.post(refunds, { ...rest, transaction_id: paid["transaction_id"] });
    expect([other.status, other.json["out_trade_no"]]).toEqual([200, order]);
    expect(other.json["refund_id"]).not.toBe(answer.json["refund_id"]);
  });

  it("is the same refund when it is sent again, and its number is taken for any other", async () => {
    const number = nextNo();
    const first = await refund(number);
    const again = await refund(number);
    expect([again.status, again.json["refund_id"]]).toEqual([200, first.json["refund_id"]]);
    for (const change of [sum(101), { reason: "another" }, { notify_url: "https://shop.example/r" }]) {
      const answer = await refund(number, change);
      expect([answer.status, answer.json["code"]]).toEqual([400, "INVALID_REQUEST"]);
    }
    const earlier = order;
    order = await paidOrder();
    expect((await refund(number)).json["code"]).toBe("INVALID_REQUEST");
    order = earlier;
    expect(await truth()).toMatchObject({ refunds: [{ out_refund_no: number, amount: 100 }] });
  });

  it("makes the order one with refunds, however small it is", async () => {
    expect((await merchant.byNumber(order)).json["trade_state"]).toBe("SUCCESS");
    await refund(nextNo(), sum(1));
    const { json } = await merchant.byNumber(order);
    expect(json).toMatchObject({ trade_state: "REFUND", amount: { total: 888 } });
    const id = `/v3/pay/transactions/id/${String(json["transaction_id"])}?mchid=${merchant.credentials.mchid}`;
    expect((await merchant.get(id)).json).toEqual(json);
  });

  it("is found by its number, and by its own merchant only", async () => {
    const number = nextNo();
    const created = await refund(number);
    const found = await merchant.get(`${refunds}/${number}`);
    expect(found.json).toEqual(created.json);
    expect(merchant.isProven(found.headers, found.body)).toBe(true);
    const other = await openWechatMerchant(sandbox);
    const unknown = await other.get(`${refunds}/${number}`);
    expect([unknown.status, unknown.json["code"]]).toEqual([404, "RESOURCE_NOT_EXISTS"]);
    expect(other.isProven(unknown.headers, unknown.body)).toBe(true);
    expect((await other.post(refunds, other.refund(order, number))).json["code"]).toBe("RESOURCE_NOT_EXISTS");
  });
});

describe("the money of an order", () => {
  it("goes back once: parts up to the whole, and not a fen more", async () => {
    await refund(nextNo(), sum(800));
    const tooMuch = await refund(nextNo(), sum(89));
    expect([tooMuch.status, tooMuch.json["code"]]).toEqual([400, "INVALID_REQUEST"]);
    expect((await refund(nextNo(), sum(88))).status).toBe(200);
    expect((await refund(nextNo(), sum(1))).status).toBe(400);
    expect(await truth()).toMatchObject({ status: "paid", refunds: [{ amount: 800 }, { amount: 88 }] });
  });

  it("goes back once when a hundred ask at the same moment", async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => refund(nextNo(), sum(100))));
    expect(answers.filter((answer) => answer.status === 200).length).toBe(8);
    const { json } = await merchant.byNumber(order);
    expect(json).toMatchObject({ trade_state: "REFUND" });
  });

  it("is free again when a refund was closed, under another number", async () => {
    const number = nextNo();
    await refund(number, sum(888));
    await sandbox.control("POST", `/wechat/refunds/${number}/settle`, { status: "closed" });
    expect((await refund(number, sum(888))).json).toMatchObject({ status: "CLOSED" });
    expect((await refund(nextNo(), sum(888))).json).toMatchObject({ status: "PROCESSING" });
  });

  it("goes back in at most 50 parts", async () => {
    for (let part = 0; part < 50; part += 1) expect((await refund(nextNo(), sum(1))).status).toBe(200);
    const answer = await refund(nextNo(), sum(1));
    expect([answer.status, answer.json["code"]]).toEqual([403, "RULE_LIMIT"]);
  });

  it("stays when the merchant's balance is empty, until it is not", async () => {
    const number = nextNo();
    await rules({ balance_empty: true });
    const answer = await refund(number);
    expect([answer.status, answer.json["code"]]).toEqual([403, "NOT_ENOUGH"]);
    expect(merchant.isProven(answer.headers, answer.body)).toBe(true);
    expect((await merchant.get(`${refunds}/${number}`)).status).toBe(404);
    await rules({ balance_empty: false });
    expect((await refund(number)).status).toBe(200);
  });

  it("goes back at intervals when a tester asks for them", async () => {
    const [first, second] = [nextNo(), nextNo()];
    await rules({ min_interval_ms: 60_000 });
    await refund(first);
    expect((await refund(first)).status).toBe(200);
    expect((await refund(second)).json["code"]).toBe("FREQUENCY_LIMITED");
    await sandbox.control("POST", "/clock", { advance_ms: 60_000 });
    expect((await refund(second)).status).toBe(200);
    await rules({ min_interval_ms: 0 });
    await sandbox.control("POST", "/clock", { now: Date.now() });
  });

  it("stays after a year", async () => {
    await sandbox.control("POST", "/clock", { advance_ms: 366 * 86_400_000 });
    expect((await refund(nextNo())).json["code"]).toBe("TRADE_OVERDUE");
    await sandbox.control("POST", "/clock", { now: Date.now() });
  });

  it("must have come first", async () => {
    const waiting = `waiting-${(lastNumber += 1)}`;
    await merchant.post("/v3/pay/transactions/native", merchant.order(waiting));
    const answer = await merchant.post(refunds, merchant.refund(waiting, nextNo()));
    expect([answer.status, answer.json["code"]]).toEqual([400, "INVALID_REQUEST"]);
    expect((await merchant.post(refunds, merchant.refund("nobody-used", nextNo()))).status).toBe(404);
  });
});

describe("the members of a refund", () => {
  it.each([
    ["no order", { out_trade_no: undefined }, "/out_trade_no"],
    ["both numbers of an order", { transaction_id: "4200000000000000000000000001" }, "/out_trade_no"],
    ["a number with a space", { out_refund_no: "a b" }, "/out_refund_no"],
    ["a long number", { out_refund_no: "1".repeat(65) }, "/out_refund_no"],
    ["no number", { out_refund_no: undefined }, "/out_refund_no"],
    ["a long reason", { reason: "茶".repeat(81) }, "/reason"],
    ["nothing", { amount: { refund: 0, total: 888, currency: "CNY" } }, "/amount/refund"],
    ["no currency", { amount: { refund: 1, total: 888 } }, "/amount/currency"],
    ["another currency", { amount: { refund: 1, total: 888, currency: "USD" } }, "/amount/currency"],
    ["an unknown purse", { funds_account: "SAVINGS" }, "/funds_account"],
    [
      "purses that do not add up",
      { amount: { refund: 2, total: 888, currency: "CNY", from: [{ account: "AVAILABLE", amount: 1 }] } },
      "/amount/from",
    ],
    ["plain http to elsewhere", { notify_url: "http://shop.example/r" }, "/notify_url"],
    ["an unknown member", { colour: "red" }, "/colour"],
  ])("are refused with %s", async (_name, change, field) => {
    const answer = await refund("bad-members", change);
    expect([answer.status, answer.json["code"]]).toEqual([400, "PARAM_ERROR"]);
    expect(answer.json["detail"]).toMatchObject({ location: "body", field });
  });

  it("name the order's whole sum", async () => {
    const answer = await refund(nextNo(), { amount: { refund: 1, total: 887, currency: "CNY" } });
    expect([answer.status, answer.json["code"]]).toEqual([400, "INVALID_REQUEST"]);
  });
});
