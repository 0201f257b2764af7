import type { FundSum } from "@compose-pay/database";
import type { BillTotals } from "@compose-pay/domain";

/** What of the trade bill a movement of the account stands for, by the channel's words (channels.md A9). */
const businesses = [
  { business: "交易", direction: "income", name: "payments", of: (bill: BillTotals) => bill.paymentAmount },
  { business: "退款", direction: "expense", name: "refunds", of: (bill: BillTotals) => bill.refundAmount },
] as const;

/** A sum that the account moved by, which is not the one of the trade bill. Amounts in fen. */
export interface FundDifference {
  readonly name: "payments" | "refunds";
  readonly tradeBill: number;
  readonly fundFlow: number;
}

/**
 * Holds what moved on the account against what was sold and refunded. Only the two kinds of movement that a trade bill
 * speaks of are compared; withdrawals and the like are none of it.
 */
export function fundDifferences(bill: BillTotals, funds: readonly FundSum[]): readonly FundDifference[] {
  return businesses.flatMap(({ business, direction, name, of }) => {
    const fundFlow = funds
      .filter((sum) => sum.business === business && sum.direction === direction)
      .reduce((total, { amount }) => total + amount, 0);
    return fundFlow === of(bill) ? [] : [{ name, tradeBill: of(bill), fundFlow }];
  });
}
