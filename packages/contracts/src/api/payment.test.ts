import { type Schema, Validator } from "@cfworker/json-schema";
import { describe, expect, it } from "vitest";
import { buildOpenApi } from "../openapi/build-openapi.ts";
import { paymentExample } from "../openapi/examples.ts";
import type { NextAction } from "./next-action.ts";
import { payment } from "./payment.ts";

const { components } = buildOpenApi({ version: "0.1.0", serverUrl: "https://pay.example" });
const schema: Schema = { $ref: "#/components/schemas/Payment", components };
const published = new Validator(schema, "2020-12", false);

/** What the parser says, after making sure that the published schema says the same. */
function isPayment(value: unknown): boolean {
  const { success } = payment.safeParse(value);
  expect(published.validate(value).valid).toBe(success);
  return success;
}

const jsapi = {
  appId: "wx1",
  timeStamp: "1",
  nonceStr: "n",
  package: "prepay_id=1",
  signType: "RSA",
  paySign: "s",
};
const app = {
  appid: "wx1",
  partnerid: "1900000001",
  prepayid: "wx2",
  package: "Sign=WXPay",
  noncestr: "n",
  timestamp: "1",
  sign: "s",
};

const actions: readonly NextAction[] = [
  { type: "qr_code", qr_code: "weixin://wxpay/bizpayurl?pr=1" },
  { type: "redirect", url: "https://wx.tenpay.com/x" },
  { type: "form", html: "<form></form>" },
  { type: "wechat_jsapi", params: jsapi },
  { type: "wechat_app", params: app },
  { type: "alipay_app", order_string: "a=b" },
  { type: "alipay_jsapi", trade_no: "2026" },
  { type: "await_customer" },
];

describe("payment", () => {
  it.each(actions)("has the next action $type", (action) => {
    expect(isPayment({ ...paymentExample, next_action: action })).toBe(true);
  });

  it.each(actions.filter(({ type }) => type !== "await_customer"))(
    "needs what $type is about",
    ({ type }) => {
      expect(isPayment({ ...paymentExample, next_action: { type } })).toBe(false);
    },
  );

  it("says why it has failed", () => {
    const failure = {
      code: "declined",
      message: "No money.",
      channel_code: "NOTENOUGH",
      channel_message: null,
    };
    expect(isPayment({ ...paymentExample, status: "failed", failure })).toBe(true);
    expect(isPayment({ ...paymentExample, status: "failed", failure: { code: "declined" } })).toBe(false);
  });

  it.each(Object.keys(paymentExample))("is none without %s", (field) => {
    const members = Object.entries(paymentExample).filter(([name]) => name !== field);
    expect(isPayment(Object.fromEntries(members))).toBe(false);
  });

  it.each([
    { amount: "100" },
    { amount: 0 },
    { amount_refunded: -1 },
    { amount: 0.1 },
    { status: "paid" },
    { object: "refund" },
    { currency: "USD" },
    { live: 1 },
    { created_at: "yesterday" },
    { paid_at: 1_769_846_400 },
    { next_action: { type: "dance" } },
    { metadata: { a: 1 } },
    { attempt: null },
    { attempt: { ...paymentExample.attempt, id: "x".repeat(33) } },
  ])("is none with %j", (change) => {
    expect(isPayment({ ...paymentExample, ...change })).toBe(false);
  });

  it("may gain a field without breaking who reads it today", () => {
    expect(isPayment({ ...paymentExample, settled_at: null })).toBe(true);
  });
});
