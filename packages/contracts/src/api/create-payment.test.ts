import { methods } from "@compose-pay/domain";
import { describe, expect, it } from "vitest";
import { parseCreatePayment } from "./create-payment.ts";

const least = { order_no: "A1001", amount: 100, method: "wechat_native", subject: "Tea" };

const url = (length: number) => `https://shop.example/${"p".repeat(length - "https://shop.example/".length)}`;

const accepted: readonly (readonly [string, unknown])[] = [
  ["order_no", "a"],
  ["order_no", "Az09_-".padEnd(64, "x")],
  ["amount", 1],
  ["amount", 1e2],
  ["amount", Number.MAX_SAFE_INTEGER],
  ["currency", "CNY"],
  ["subject", "茶"],
  ["subject", "x".repeat(127)],
  ["subject", "🍵".repeat(127)],
  ["subject", "a\u2028b"],
  ["description", ""],
  ["description", "🍵".repeat(1_000)],
  ["description", "two\nlines"],
  ["description", null],
  ["client_ip", "203.0.113.7"],
  ["client_ip", "2001:db8::7"],
  ["client_ip", "::ffff:203.0.113.7"],
  ["client_ip", null],
  ["payer", null],
  ["notify_url", url(256)],
  ["notify_url", "http://127.0.0.1:8080"],
  ["notify_url", null],
  ["return_url", url(256)],
  ["return_url", null],
  ["expires_in", 60],
  ["expires_in", 604_800],
  ["metadata", {}],
];

const refused: readonly (readonly [string, unknown])[] = [
  ["order_no", ""],
  ["order_no", "x".repeat(65)],
  ["order_no", "A 1"],
  ["order_no", "A1\n"],
  ["order_no", "订单"],
  ["order_no", 1001],
  ["order_no", null],
  ["amount", 0],
  ["amount", -1],
  ["amount", 1.5],
  ["amount", "100"],
  ["amount", 2 ** 53],
  ["amount", 1e300],
  ["amount", true],
  ["amount", null],
  ["amount", [100]],
  ["currency", "USD"],
  ["currency", "cny"],
  ["currency", null],
  ["method", "wechat"],
  ["method", "toString"],
  ["method", ["wechat_native"]],
  ["subject", ""],
  ["subject", "x".repeat(128)],
  ["subject", "🍵".repeat(128)],
  ["subject", "a\u0000b"],
  ["subject", "a\nb"],
  ["subject", "a\u0085b"],
  ["subject", "\ud83c"],
  ["subject", "\udf75\ud83c"],
  ["subject", { toString: "Tea" }],
  ["description", "x".repeat(1_001)],
  ["description", "\ud83c"],
  ["description", 5],
  ["client_ip", "203.0.113"],
  ["client_ip", "203.0.113.256"],
  ["client_ip", "2001:db8::7%eth0"],
  ["client_ip", ""],
  ["payer", []],
  ["payer", "openid"],
  ["notify_url", url(257)],
  ["notify_url", "ftp://shop.example/"],
  ["notify_url", "https://user:secret@shop.example/"],
  ["notify_url", "/relative"],
  ["notify_url", ""],
  ["return_url", "javascript:alert(1)"],
  ["return_url", url(257)],
  ["expires_in", 59],
  ["expires_in", 604_801],
  ["expires_in", 60.5],
  ["expires_in", "1800"],
  ["expires_in", null],
  ["metadata", null],
  ["metadata", []],
  ["metadata", "a=b"],
];

describe("parseCreatePayment", () => {
  it("fills in every default", () => {
    expect(parseCreatePayment(least)).toEqual({
      ok: true,
      value: {
        ...least,
        currency: "CNY",
        description: null,
        client_ip: null,
        payer: null,
        notify_url: null,
        return_url: null,
        expires_in: 1_800,
        metadata: {},
      },
    });
  });

  it.each(accepted)("accepts %s %j", (field, value) => {
    expect(parseCreatePayment({ ...least, [field]: value })).toMatchObject({
      ok: true,
      value: { [field]: value },
    });
  });

  it.each(refused)("refuses %s %j, naming the field once", (field, value) => {
    const read = parseCreatePayment({ ...least, [field]: value });
    expect(!read.ok && read.errors.map(({ path }) => path)).toEqual([field]);
    expect(!read.ok && read.errors[0]?.message).toMatch(/^must /);
  });

  it.each(["order_no", "amount", "method", "subject"])("demands %s", (field) => {
    const read = parseCreatePayment({ ...least, [field]: undefined });
    expect(read).toEqual({ ok: false, errors: [{ path: field, message: "is required" }] });
  });

  it("knows every method by its name", () => {
    const unknown = methods.filter((method) => {
      const read = parseCreatePayment({ ...least, method });
      return !read.ok && read.errors.some(({ path }) => path === "method");
    });
    expect(unknown).toEqual([]);
  });

  it.each([null, undefined, [], "text", 5, true])("refuses %j in the place of an object", (input) => {
    const errors = [{ path: "", message: input === undefined ? "is required" : "must be an object" }];
    expect(parseCreatePayment(input)).toEqual({ ok: false, errors });
  });
});
