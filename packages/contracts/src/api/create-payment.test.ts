import { methods } from "@compose-pay/domain";
import { describe, expect, it } from "vitest";
import { accepted, least, refused } from "./create-payment-edges.ts";
import { parseCreatePayment } from "./create-payment.ts";

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
