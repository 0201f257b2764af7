import type { FeeRounding, FeeTerms } from "./fee-terms.ts";

/** Basis points in the whole: 100 %. */
const wholeBps = 10_000;

/**
 * What a payment costs by these terms: the rate's share, rounded to whole fen, and the fixed part, then
 * held between `min` and `max`. It is never more than the amount itself: a payment costs at most what it
 * brings, however small it is. Where `min` and `max` contradict each other, `max` wins.
 *
 * @param amount in fen
 * @returns fen
 */
export function feeOf(terms: FeeTerms, amount: number): number {
  const asked = roundedShare(amount * terms.rateBps, terms.rounding) + terms.fixed;
  const bounded = Math.min(Math.max(asked, terms.min), terms.max ?? Infinity);
  return asserted(Math.min(bounded, amount));
}

/**
 * The share of the fee that a refund gives back. It is what the refunds up to and with this one give back
 * together, less what those before it gave back: so the parts of any sequence of refunds sum to what one
 * refund of their sum would return, and to exactly the fee when all is refunded.
 *
 * @param of fen; `refundedBefore`: the sum of the refunds that the balance holds without this one
 * @returns fen
 */
export function feeReturnedOf(
  terms: Pick<FeeTerms, "returnedOnRefund">,
  of: {
    readonly amount: number;
    readonly fee: number;
    readonly refundedBefore: number;
    readonly refund: number;
  },
): number {
  if (!terms.returnedOnRefund) return 0;
  const returnedAt = (refunded: number): number =>
    // A fee times an amount can exceed the integers that a number holds exactly.
    Number((BigInt(of.fee) * BigInt(refunded)) / BigInt(of.amount));
  return returnedAt(of.refundedBefore + of.refund) - returnedAt(of.refundedBefore);
}

/** @param bpsOfFen an amount in fen times a rate in basis points */
function roundedShare(bpsOfFen: number, rounding: FeeRounding): number {
  const rest = asserted(bpsOfFen) % wholeBps;
  const whole = (bpsOfFen - rest) / wholeBps;
  switch (rounding) {
    case "half_up":
      return rest * 2 >= wholeBps ? whole + 1 : whole;
    case "up":
      return rest > 0 ? whole + 1 : whole;
  }
}

function asserted(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new Error("a fee is made of whole fen, none negative");
  return value;
}
