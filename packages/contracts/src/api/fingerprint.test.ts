import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CreatePayment, parseCreatePayment } from "./create-payment.ts";
import { fingerprintOf } from "./fingerprint.ts";

const least = { order_no: "A1001", amount: 100, method: "mock", subject: "Tea" };

function parsed(request: object): CreatePayment {
  const read = parseCreatePayment(request);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read.value;
}

function reversed(object: object): object {
  return Object.fromEntries(Object.entries(object).toReversed());
}

describe("fingerprintOf", () => {
  it("is canonical JSON without what is absent", () => {
    expect(fingerprintOf(parsed({ ...least, metadata: { b: "2", a: "1" } }))).toBe(
      `{"amount":100,"currency":"CNY","expires_in":1800,"metadata":{"a":"1","b":"2"},` +
        `"method":"mock","order_no":"A1001","subject":"Tea"}`,
    );
  });

  it("is the same whether a default is written out or not", () => {
    const written = {
      ...least,
      currency: "CNY",
      expires_in: 1_800,
      description: null,
      payer: null,
      metadata: {},
    };
    expect(fingerprintOf(parsed(written))).toBe(fingerprintOf(parsed(least)));
  });

  it.each([
    { amount: 101 },
    { subject: "tea" },
    { description: "" },
    { expires_in: 1_801 },
    { metadata: { a: "" } },
    { metadata: JSON.parse(`{"__proto__":"x"}`) as unknown },
    { notify_url: "https://shop.example/" },
    { return_url: "https://shop.example/" },
    { client_ip: "203.0.113.7" },
    { method: "alipay_qr" },
  ])("changes with %j", (change) => {
    expect(fingerprintOf(parsed({ ...least, ...change }))).not.toBe(fingerprintOf(parsed(least)));
  });

  it("does not look at the order of members, and loses nothing", () => {
    const pairs = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.string({ maxLength: 8 }), {
      maxKeys: 20,
    });
    fc.assert(
      fc.property(pairs, (sent) => {
        const metadata = { ...sent, mock: "pend" };
        const text = fingerprintOf(parsed({ ...least, metadata }));
        const again = reversed({ ...least, metadata: reversed(metadata) });
        expect(fingerprintOf(parsed(again))).toBe(text);
        expect(JSON.parse(text)).toEqual({ ...least, currency: "CNY", expires_in: 1_800, metadata });
      }),
    );
  });
});
