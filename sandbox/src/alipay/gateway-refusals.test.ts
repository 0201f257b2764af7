import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AlipayCall, AlipayMerchant } from "../testing/alipay-merchant.ts";
import { createAlipayMerchant, gatewayTime } from "../testing/alipay-merchant.ts";
import type { SandboxFixture } from "../testing/sandbox-fixture.ts";
import { startFixture } from "../testing/sandbox-fixture.ts";

let sandbox: SandboxFixture;
let merchant: AlipayMerchant;
const stale = gatewayTime(Date.now() - 301_000);

beforeAll(async () => {
  sandbox = await startFixture();
  merchant = createAlipayMerchant(sandbox.accounts.alipay);
});
afterAll(() => sandbox.stop());

const query = (changes: Omit<AlipayCall, "method" | "biz">) =>
  merchant.send({ method: "alipay.trade.query", biz: { out_trade_no: "any" }, ...changes });

/** A signature that no key made, so that whatever is checked after it cannot be what is reported. */
const badSign = { sign: "AAAA" };

describe("the gateway's checks before any business, each first in its turn", () => {
  it.each<[string, Omit<AlipayCall, "method" | "biz">, string, string]>([
    [
      "no method",
      { params: { method: null, app_id: "1" }, unsigned: badSign },
      "40001",
      "isv.missing-method",
    ],
    ["a method that is none", { params: { method: "a.b", app_id: "1" } }, "40002", "isv.invalid-method"],
    ["no app_id", { params: { app_id: null }, unsigned: badSign }, "40001", "isv.missing-app-id"],
    ["an unknown app_id", { params: { app_id: "2021" }, unsigned: badSign }, "40002", "isv.invalid-app-id"],
    ["another version", { params: { version: "2.0" } }, "40002", "isv.invalid-version"],
    ["another charset", { params: { charset: "gbk" } }, "40002", "isv.invalid-charset"],
    ["no sign_type", { params: { sign_type: null } }, "40001", "isv.missing-signature-type"],
    ["RSA with SHA-1", { params: { sign_type: "RSA" } }, "40002", "isv.invalid-sign-type"],
    ["no sign", { unsigned: { sign: "" } }, "40001", "isv.missing-signature"],
    ["a wrong sign", { params: { timestamp: stale }, unsigned: badSign }, "40002", "isv.invalid-signature"],
    [
      "a changed parameter",
      { unsigned: { notify_url: "http://127.0.0.1/" } },
      "40002",
      "isv.invalid-signature",
    ],
    [
      "an old timestamp",
      { params: { timestamp: stale, biz_content: "{" } },
      "40002",
      "isv.invalid-timestamp",
    ],
    ["a timestamp that is none", { params: { timestamp: "now" } }, "40002", "isv.invalid-timestamp"],
    ["no timestamp", { params: { timestamp: null } }, "40001", "isv.missing-timestamp"],
  ])("%s", async (_name, changes, code, subCode) => {
    const answer = await query(changes);
    expect(answer.node).toMatchObject({ code, sub_code: subCode });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatch(/^\{"error_response":/);
    expect(answer.body).not.toContain('"sign":');
  });

  it("tells the text that it checked a wrong signature against", async () => {
    const answer = await query({ unsigned: badSign });
    expect(answer.node["sub_msg"]).toContain(`app_id=${merchant.credentials.app_id}&biz_content=`);
  });

  it("leaves empty parameters out of the signed text, and signs extra ones", async () => {
    const answer = await query({ params: { alipay_sdk: "test-sdk" }, unsigned: { app_auth_token: "" } });
    expect(answer.node).toMatchObject({ sub_code: "ACQ.TRADE_NOT_EXIST" });
  });

  it("answers only GET and POST", async () => {
    const answer = await request(`${sandbox.url}/gateway.do`, { method: "PUT" });
    await answer.body.dump();
    expect(answer.statusCode).toBe(404);
  });
});

describe("the check of biz_content", () => {
  it.each([
    ["a sum of nothing", { total_amount: "0.00" }],
    ["three decimals", { total_amount: "1.001" }],
    ["a sum over the limit", { total_amount: "100000000.01" }],
    ["no subject", { subject: "" }],
    ["a slash in the subject", { subject: "a/b" }],
    ["a number with a space", { out_trade_no: "a b" }],
    ["a long number", { out_trade_no: "1".repeat(65) }],
    ["another product", { product_code: "QUICK_WAP_WAY" }],
    ["another seller", { seller_id: "2088000000000000" }],
  ])("refuses %s with a signed node", async (_name, change) => {
    const answer = await merchant.precreate("bad_biz", change);
    expect(answer.node).toMatchObject({
      code: "40004",
      msg: "Business Failed",
      sub_code: "ACQ.INVALID_PARAMETER",
    });
    expect(answer.isProven).toBe(true);
  });

  it("refuses what is no JSON, and a trade without a number", async () => {
    expect((await query({ params: { biz_content: "{" } })).node).toMatchObject({
      sub_code: "ACQ.INVALID_PARAMETER",
    });
    expect((await query({ params: { biz_content: null } })).node).toMatchObject({ code: "40004" });
    expect((await query({ params: { biz_content: "{}" } })).node).toMatchObject({ code: "40004" });
  });

  it("takes a sum at both ends of what is allowed", async () => {
    expect((await merchant.precreate("least", { total_amount: "0.01" })).node).toMatchObject({
      code: "10000",
    });
    expect((await merchant.precreate("most", { total_amount: "100000000.00" })).node).toMatchObject({
      code: "10000",
    });
  });
});

describe("another application's order", () => {
  it("is no trade", async () => {
    await merchant.precreate("not_yours");
    await sandbox.control("POST", "/alipay/orders/not_yours/scan");
    const opened = await sandbox.control("POST", "/accounts", { channel: "alipay" });
    // because the control answers an account file of the channel that was asked for
    const other = createAlipayMerchant(opened.json as typeof sandbox.accounts.alipay);
    expect((await merchant.query("not_yours")).node).toMatchObject({ code: "10000" });
    expect((await other.query("not_yours")).node).toMatchObject({ sub_code: "ACQ.TRADE_NOT_EXIST" });
    expect((await other.cancel("not_yours")).node).toMatchObject({ sub_code: "ACQ.TRADE_NOT_EXIST" });
  });
});
