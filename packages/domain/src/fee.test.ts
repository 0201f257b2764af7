import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { feeOf, feeReturnedOf } from "./fee.ts";
import { feeRoundings, type FeeTerms } from "./fee-terms.ts";
import { largestAmount } from "./money.ts";

const plain: FeeTerms = {
  rateBps: 60,
  fixed: 0,
  min: 0,
  max: null,
  rounding: "half_up",
  returnedOnRefund: true,
};

const amount = fc.integer({ min: 1, max: largestAmount });
const terms: fc.Arbitrary<FeeTerms> = fc.record({
  rateBps: fc.integer({ min: 0, max: 10_000 }),
  fixed: fc.integer({ min: 0, max: 1_000 }),
  min: fc.integer({ min: 0, max: 500 }),
  max: fc.option(fc.integer({ min: 500, max: largestAmount }), { nil: null }),
  rounding: fc.constantFrom(...feeRoundings),
  returnedOnRefund: fc.boolean(),
});

describe("a fee", () => {
  it.each([
    { story: "a rate of 0.6 %", change: {}, amount: 10_000, fee: 60 },
    { story: "half a fen goes up", change: { rateBps: 50 }, amount: 100, fee: 1 },
    { story: "less than half a fen goes down", change: { rateBps: 49 }, amount: 100, fee: 0 },
    { story: "any part of a fen goes up", change: { rateBps: 1, rounding: "up" }, amount: 1, fee: 1 },
    { story: "a whole fen stays", change: { rateBps: 100, rounding: "up" }, amount: 100, fee: 1 },
    { story: "the fixed part comes on top", change: { fixed: 7 }, amount: 10_000, fee: 67 },
    { story: "at least the minimum", change: { min: 100 }, amount: 10_000, fee: 100 },
    { story: "at most the maximum", change: { max: 50 }, amount: 10_000, fee: 50 },
    { story: "the maximum wins", change: { min: 70, max: 50 }, amount: 10_000, fee: 50 },
    { story: "never more than the amount", change: { min: 10, fixed: 30 }, amount: 3, fee: 3 },
    { story: "the largest amount", change: { rateBps: 9_999 }, amount: largestAmount, fee: 9_999_000_000 },
  ] as const)("$story", ({ change, amount: of, fee }) => {
    expect(feeOf({ ...plain, ...change }, of)).toBe(fee);
  });

  it("is a whole number of fen within its bounds and the amount", () => {
    fc.assert(
      fc.property(terms, amount, (of, sum) => {
        const fee = feeOf(of, sum);
        expect(Number.isSafeInteger(fee)).toBe(true);
        expect(fee).toBeGreaterThanOrEqual(Math.min(of.min, sum));
        expect(fee).toBeLessThanOrEqual(Math.min(of.max ?? sum, sum));
      }),
    );
  });

  it("agrees with the exact share, rounded in integers without a bound", () => {
    fc.assert(
      fc.property(terms, amount, (of, sum) => {
        const product = BigInt(sum) * BigInt(of.rateBps);
        const exact = of.rounding === "up" ? (product + 9_999n) / 10_000n : (product + 5_000n) / 10_000n;
        const unbounded = Number(exact) + of.fixed;
        expect(feeOf({ ...of, min: 0, max: null }, sum)).toBe(Math.min(unbounded, sum));
      }),
    );
  });

  it("never falls while the amount grows", () => {
    fc.assert(
      fc.property(terms, amount, amount, (of, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        expect(feeOf(of, less)).toBeLessThanOrEqual(feeOf(of, more));
      }),
    );
  });

  it("is refused where its terms are no whole fen", () => {
    expect(() => feeOf({ ...plain, rateBps: 0.5 }, 1)).toThrow("whole fen");
    expect(() => feeOf({ ...plain, fixed: 0.5 }, 100)).toThrow("whole fen");
  });
});

describe("the fee that refunds give back", () => {
  const refunds = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 50 });

  it("sums to exactly the fee when all is refunded, in any parts", () => {
    fc.assert(
      fc.property(refunds, terms, (parts, of) => {
        const whole = parts.reduce((sum, part) => sum + part, 0);
        const fee = feeOf(of, whole);
        const returned = returnedBy(parts, { ...of, returnedOnRefund: true }, { amount: whole, fee });
        expect(returned.every((part) => Number.isSafeInteger(part) && part >= 0)).toBe(true);
        expect(returned.reduce((sum, part) => sum + part, 0)).toBe(fee);
      }),
    );
  });

  it("is never more than the fee's share of what was refunded", () => {
    fc.assert(
      fc.property(refunds, fc.integer({ min: 0, max: largestAmount }), (parts, rest) => {
        const whole = parts.reduce((sum, part) => sum + part, 0);
        const total = whole + rest;
        const fee = feeOf(plain, total);
        const sum = returnedBy(parts, plain, { amount: total, fee }).reduce((all, part) => all + part, 0);
        expect(BigInt(sum) * BigInt(total) <= BigInt(fee) * BigInt(whole)).toBe(true);
      }),
    );
  });

  it("is nothing where the contract keeps the fee", () => {
    const kept = { ...plain, returnedOnRefund: false };
    expect(feeReturnedOf(kept, { amount: 100, fee: 10, refundedBefore: 0, refund: 100 })).toBe(0);
  });

  it("is exact at the largest amount", () => {
    const of = {
      amount: largestAmount,
      fee: largestAmount - 1,
      refundedBefore: 1,
      refund: largestAmount - 1,
    };
    expect(feeReturnedOf(plain, of)).toBe(largestAmount - 1);
  });
});

function returnedBy(
  parts: readonly number[],
  of: FeeTerms,
  paid: { readonly amount: number; readonly fee: number },
): number[] {
  let refundedBefore = 0;
  return parts.map((refund) => {
    const returned = feeReturnedOf(of, { ...paid, refundedBefore, refund });
    refundedBefore += refund;
    return returned;
  });
}
