import type { BookTotals } from "@compose-pay/database";
import type { BillTotals, MatchCounts } from "@compose-pay/domain";
import type { FundDifference } from "./fund-differences.ts";

/** The day of an account in sums, as a run's row keeps it: `there` is the bill, `here` our books. Amounts in fen. */
export interface RunSummary {
  readonly there: BillTotals;
  readonly here: BookTotals;
  /** The bill less our books. */
  readonly difference: { readonly payments: number; readonly refunds: number; readonly fees: number };
  readonly funds: readonly FundDifference[];
  readonly classes: MatchCounts;
}

export function runSummary(
  there: BillTotals,
  here: BookTotals,
  found: { readonly funds: readonly FundDifference[]; readonly classes: MatchCounts },
): RunSummary {
  const difference = {
    payments: there.paymentAmount - here.paymentAmount,
    refunds: there.refundAmount - here.refundAmount,
    fees: there.fees - here.fees,
  };
  return { there, here, difference, ...found };
}
