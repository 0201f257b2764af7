import { createSign, generateKeyPairSync, verify } from "node:crypto";

import { beforeEach, describe, expect, it, vi } from "vitest";

import { isNotificationAuthentic } from "./notification-signature.ts";

vi.mock("node:crypto", { spy: true });
beforeEach(() => void vi.mocked(verify).mockClear());

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const fields = { b: "2", a: "1", empty: "", sign_type: "RSA2" };

describe("the signature of a trade notification", () => {
  it.each(["a=1&b=2&empty=", "a=1&b=2"])("is accepted with and without the empty values: %s", (content) => {
    expect(isNotificationAuthentic({ ...fields, sign: signed(content) }, publicKey)).toBe(true);
  });

  it.each(["a=1&b=2&empty=&sign_type=RSA2", "b=2&a=1", "a=1&b=3"])("is refused over %s", (content) => {
    expect(isNotificationAuthentic({ ...fields, sign: signed(content) }, publicKey)).toBe(false);
  });

  it("is checked a second time only when a value is empty", () => {
    const sign = signed("of something else");
    expect(isNotificationAuthentic({ ...fields, sign }, publicKey)).toBe(false);
    expect(verify).toHaveBeenCalledTimes(2);
    expect(isNotificationAuthentic({ ...fields, empty: "full", sign }, publicKey)).toBe(false);
    expect(verify).toHaveBeenCalledTimes(3);
  });

  it("is refused when it is the older RSA with SHA-1, whatever sign_type says", () => {
    const sign = createSign("RSA-SHA1").update("a=1&b=2").sign(privateKey, "base64");
    expect(isNotificationAuthentic({ ...fields, sign, sign_type: "RSA" }, publicKey)).toBe(false);
  });

  it.each([
    ["a=1&b=2&c=3", { a: "1&b=2", c: "3" }],
    ["a=1&b=2&c=3", { a: "1", b: "2&c=3" }],
    ["a=1&b=2&c=3", { "a=1&b": "2", c: "3" }],
    ["a=1&B2=2&c=3", { a: "1&B2=2", c: "3" }],
    ["a=&b=2&c=3", { a: "&b=2", c: "3" }],
  ])("over %s vouches for no other fields than those that its text begins", (content, others) => {
    expect(isNotificationAuthentic({ ...others, sign: signed(content) }, publicKey)).toBe(false);
  });

  it("vouches for values with signs that begin no field", () => {
    const some = { a: "1 & 2=3&", b: "&=x", c: '[{"a":"1=1"}]', d: "x&y" };
    const sign = signed('a=1 & 2=3&&b=&=x&c=[{"a":"1=1"}]&d=x&y');
    expect(isNotificationAuthentic({ ...some, sign }, publicKey)).toBe(true);
  });

  it("is refused when it is missing or no base64", () => {
    expect(isNotificationAuthentic(fields, publicKey)).toBe(false);
    expect(isNotificationAuthentic({ ...fields, sign: `${signed("a=1&b=2")} ` }, publicKey)).toBe(false);
  });
});

function signed(content: string): string {
  return createSign("RSA-SHA256").update(content).sign(privateKey, "base64");
}
