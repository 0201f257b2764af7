/**
 * What a method costs its app (the sign fee, 签约费率). It is a snapshot on each attempt, so that a change of
 * the contract changes no payment that is there.
 */
export interface FeeTerms {
  /** In basis points (1/100 of a percent) of the amount. */
  readonly rateBps: number;
  /** Added to each payment, in fen. */
  readonly fixed: number;
  /** The least a payment costs, in fen. */
  readonly min: number;
  /** The most a payment costs, in fen; null without a bound. */
  readonly max: number | null;
  readonly rounding: FeeRounding;
  /** Whether a refund gives its share of the fee back. */
  readonly returnedOnRefund: boolean;
}

export const feeRoundings = ["half_up", "up"] as const;
export type FeeRounding = (typeof feeRoundings)[number];
