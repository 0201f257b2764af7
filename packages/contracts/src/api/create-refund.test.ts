import { describe, expect, it } from "vitest";
import { type CreateRefund, parseCreateRefund } from "./create-refund.ts";
import { refundFingerprintOf } from "./fingerprint.ts";

const least = { payment_id: "pay_1", refund_no: "R1001" };

function parsed(request: object): CreateRefund {
  const read = parseCreateRefund(request);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read.value;
}

function faultsOf(request: unknown) {
  const read = parseCreateRefund(request);
  return read.ok ? [] : read.errors;
}

describe("parseCreateRefund", () => {
  it("puts every default in its place", () => {
    expect(parsed(least)).toEqual({
      payment_id: "pay_1",
      order_no: null,
      refund_no: "R1001",
      amount: null,
      reason: null,
      notify_url: null,
      metadata: {},
    });
  });

  it.each([
    { refund_no: "R1001" },
    { ...least, order_no: "A1001" },
    { refund_no: "R1001", payment_id: null, order_no: null },
  ])("names the payment by exactly one number: %j", (request) => {
    expect(faultsOf(request)).toEqual([
      { path: "payment_id", message: "must name the payment by exactly one of payment_id and order_no" },
    ]);
  });

  it.each([
    ["refund_no", ""],
    ["refund_no", "x".repeat(65)],
    ["refund_no", "R 1"],
    ["refund_no", null],
    ["payment_id", 5],
    ["amount", 0],
    ["amount", 1.5],
    ["amount", "40"],
    ["reason", "x".repeat(81)],
    ["reason", "a\nb"],
    ["notify_url", "ftp://shop.example/"],
    ["metadata", { a: 1 }],
    ["unknown", 1],
  ])("refuses %s %j", (field, value) => {
    const [fault] = faultsOf({ ...least, [field]: value });
    expect(fault?.path.split(".")[0]).toBe(field);
  });

  it.each([
    ["amount", 1],
    ["reason", "🍵".repeat(80)],
    ["reason", ""],
    ["metadata", { shop: "hangzhou-12" }],
    ["order_no", null],
  ])("accepts %s %j", (field, value) => {
    expect(faultsOf({ ...least, [field]: value })).toEqual([]);
  });
});

describe("refundFingerprintOf", () => {
  it("is the same by whichever number the payment is named", () => {
    const byOrder = parsed({ order_no: "A1001", refund_no: "R1001" });
    expect(refundFingerprintOf(byOrder, "pay_1")).toBe(refundFingerprintOf(parsed(least), "pay_1"));
  });

  it.each([{ amount: 1 }, { reason: "cold" }, { metadata: { a: "1" } }, { notify_url: "http://a.example" }])(
    "is another with %j",
    (change) => {
      const other = refundFingerprintOf(parsed({ ...least, ...change }), "pay_1");
      expect(other).not.toBe(refundFingerprintOf(parsed(least), "pay_1"));
    },
  );
});
