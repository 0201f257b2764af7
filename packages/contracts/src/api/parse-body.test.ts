import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCreatePayment } from "./create-payment.ts";

const least = { order_no: "A1001", amount: 100, method: "mock", subject: "Tea" };

describe("parseBody", () => {
  it("tells all faults together and names unknown fields", () => {
    const read = parseCreatePayment({
      ...least,
      amount: "1",
      subject: "",
      extra: 1,
      "two words": 2,
      "a.b": 3,
    });
    expect(read).toMatchObject({
      ok: false,
      errors: [
        { path: "amount" },
        { path: "subject" },
        { path: "extra", message: "is not a known field" },
        { path: `["two words"]`, message: "is not a known field" },
        { path: `["a.b"]`, message: "is not a known field" },
      ],
    });
  });

  it("tells 50 faults at most, and shortens what it names", () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`unknown_${index}`, index]));
    const read = parseCreatePayment({ ...many, ["k".repeat(60_000)]: 1 });
    expect(!read.ok && read.errors.length).toBe(50);
    expect(JSON.stringify(parseCreatePayment({ ["k".repeat(60_000)]: 1 })).length).toBeLessThan(1_000);
  });

  it.each(["__proto__", "constructor", "prototype"])("refuses %s by name and touches no prototype", (key) => {
    const read = parseCreatePayment(JSON.parse(`{"${key}":{"polluted":"yes","amount":1}}`));
    expect(!read.ok && read.errors).toContainEqual({ path: key, message: "is not a known field" });
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("does not take a field from the prototype of what was sent", () => {
    const read = parseCreatePayment(JSON.parse(`{"__proto__":${JSON.stringify(least)}}`));
    expect(!read.ok && read.errors.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["order_no", "amount", "method", "subject", "__proto__"]),
    );
  });

  it("answers a body that is nested as deep as it is long", () => {
    const deep: unknown = JSON.parse(`${"[".repeat(30_000)}${"]".repeat(30_000)}`);
    for (const field of ["subject", "payer", "metadata", "unknown"]) {
      expect(parseCreatePayment({ ...least, [field]: deep })).toMatchObject({
        ok: false,
        errors: [{ path: field }],
      });
    }
  });

  it("never throws, and never repeats a value", () => {
    const value = fc.oneof(fc.jsonValue(), fc.constant("sk_live_secret"));
    const request = fc.record({
      order_no: value,
      amount: value,
      method: value,
      payer: value,
      metadata: value,
    });
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), request), (input) => {
        const read = parseCreatePayment(input);
        expect(!read.ok && read.errors.length).toBeGreaterThan(0);
        expect(!read.ok && read.errors.map(({ message }) => message).join()).not.toContain("sk_live_secret");
      }),
    );
  });
});
