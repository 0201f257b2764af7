const wholeBps = 10_000;

/** What a payment costs: its share in basis points, rounded half up to whole fen. */
export function feeOf(amount: number, rateBps: number): number {
  return Math.floor((amount * rateBps + wholeBps / 2) / wholeBps);
}

/**
 * What a refund gives back of the fee: all that is given back with it, rounded down, less all that was
 * before. So the parts of any sequence of refunds sum to the fee once everything is refunded. Fen.
 */
export function feeBackOf(of: {
  readonly amount: number;
  readonly fee: number;
  readonly refundedBefore: number;
  readonly refund: number;
}): number {
  const backAt = (refunded: number) =>
    // because a fee times an amount can exceed the integers that a number holds exactly
    Number((BigInt(of.fee) * BigInt(refunded)) / BigInt(of.amount));
  return backAt(of.refundedBefore + of.refund) - backAt(of.refundedBefore);
}
