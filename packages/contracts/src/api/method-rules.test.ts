import { methods } from "@compose-pay/domain";
import { describe, expect, it } from "vitest";
import { parseCreatePayment } from "./create-payment.ts";
import { payerMembers, payerMembersOf } from "./payer.ts";

const least = { order_no: "A1001", amount: 100, subject: "Tea", client_ip: "203.0.113.7" };

function errorsOf(request: object): readonly unknown[] {
  const read = parseCreatePayment({ ...least, ...request });
  return read.ok ? [] : read.errors;
}

const methodsWithPayer = methods.filter((method) => payerMembersOf(method).length > 0);
const methodsWithout = methods.filter((method) => payerMembersOf(method).length === 0);

describe("the payer of a method", () => {
  it("is asked for by the methods that must know it", () => {
    expect(methodsWithPayer).toEqual([
      "wechat_jsapi",
      "wechat_mini",
      "wechat_codepay",
      "alipay_jsapi",
      "alipay_barcode",
    ]);
  });

  it.each(methodsWithPayer)("of %s has one of its own members", (method) => {
    for (const member of payerMembersOf(method)) {
      expect(errorsOf({ method, payer: { [member]: "2088102146225135" } })).toEqual([]);
    }
  });

  it.each(methodsWithPayer)("of %s has no other method's member", (method) => {
    const [own] = payerMembersOf(method);
    const foreign = payerMembers.filter((member) => !payerMembersOf(method).includes(member));
    for (const member of foreign) {
      expect(errorsOf({ method, payer: { [`${own}`]: "a", [member]: "b" } })).toEqual([
        { path: `payer.${member}`, message: `must be left out for ${method}` },
      ]);
    }
  });

  it.each(["wechat_jsapi", "wechat_mini"])("of %s is required, and so is its openid", (method) => {
    const missing = [{ path: "payer.openid", message: `is required for ${method}` }];
    expect(errorsOf({ method })).toEqual(missing);
    expect(errorsOf({ method, payer: null })).toEqual(missing);
    expect(errorsOf({ method, payer: {} })).toEqual(missing);
  });

  it("of alipay_jsapi has one member, not two", () => {
    const message = "must have exactly one of buyer_id, buyer_open_id for alipay_jsapi";
    expect(errorsOf({ method: "alipay_jsapi" })).toEqual([{ path: "payer", message }]);
    expect(errorsOf({ method: "alipay_jsapi", payer: { buyer_id: "a", buyer_open_id: "b" } })).toEqual([
      { path: "payer", message },
    ]);
  });

  it.each(methodsWithout)("is left out for %s", (method) => {
    expect(errorsOf({ method, payer: { openid: "a" } })).toEqual([
      { path: "payer", message: `must be left out for ${method}` },
    ]);
    expect(errorsOf({ method, payer: null })).toEqual([]);
  });

  it("has no unknown member, and no member of the wrong form", () => {
    expect(errorsOf({ method: "wechat_jsapi", payer: { openid: "a", name: "b" } })).toEqual([
      { path: "payer.name", message: "is not a known field" },
    ]);
    for (const openid of ["", "a b", "x".repeat(129), 5, null]) {
      expect(errorsOf({ method: "wechat_jsapi", payer: { openid } })).toMatchObject([
        { path: "payer.openid" },
      ]);
    }
    expect(errorsOf({ method: "wechat_jsapi", payer: { openid: "x".repeat(128) } })).toEqual([]);
  });
});

describe("the other rules of a method", () => {
  it("wechat_h5 demands the customer's address", () => {
    const missing = [{ path: "client_ip", message: "is required for wechat_h5" }];
    expect(errorsOf({ method: "wechat_h5", client_ip: undefined })).toEqual(missing);
    expect(errorsOf({ method: "wechat_h5", client_ip: null })).toEqual(missing);
    expect(errorsOf({ method: "wechat_h5" })).toEqual([]);
  });

  it.each(["succeed", "pend", "fail", "unknown", "late"])("mock takes the story %s", (mock) => {
    expect(errorsOf({ method: "mock", metadata: { mock } })).toEqual([]);
  });

  it("mock refuses another story, which other methods do not read", () => {
    expect(errorsOf({ method: "mock", metadata: { mock: "explode" } })).toEqual([
      { path: "metadata.mock", message: "must be one of succeed, pend, fail, unknown, late" },
    ]);
    expect(errorsOf({ method: "mock", metadata: { mock: 5 } })).toEqual([
      { path: "metadata.mock", message: "must be a string" },
    ]);
    expect(errorsOf({ method: "mock" })).toEqual([]);
    expect(errorsOf({ method: "wechat_native", metadata: { mock: "explode" } })).toEqual([]);
  });

  it("are told together with the faults of the fields", () => {
    const errors = errorsOf({
      method: "wechat_h5",
      amount: "1",
      client_ip: undefined,
      payer: { openid: "a" },
    });
    expect(errors).toMatchObject([{ path: "amount" }, { path: "payer" }, { path: "client_ip" }]);
  });
});
