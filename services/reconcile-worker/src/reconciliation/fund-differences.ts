import type { FundSum } from "@compose-pay/database";
import type { SettledTotals } from "@compose-pay/domain";

/** A sum that the account moved by, which is not the one of the trade bill. Amounts in fen. */
export interface FundDifference {
  readonly name: "payments" | "refunds";
  readonly tradeBill: number;
  readonly fundFlow: number;
}

/**
 * Holds what moved on an account against what was sold and refunded, by the channel's words for both (channels.md A9).
 * Withdrawals and the like are none of it. A refund that failed may have moved and come back, or never have moved.
 */
export function fundDifferences(trade: SettledTotals, funds: readonly FundSum[]): readonly FundDifference[] {
  const paid = moved(funds, "交易", "income");
  const refunded = moved(funds, "退款", "expense");
  const differences: FundDifference[] = [];
  if (paid !== trade.paid) differences.push({ name: "payments", tradeBill: trade.paid, fundFlow: paid });
  if (refunded < trade.refunded || refunded > trade.refunded + trade.failedRefunds) {
    differences.push({ name: "refunds", tradeBill: trade.refunded, fundFlow: refunded });
  }
  return differences;
}

function moved(funds: readonly FundSum[], business: string, direction: FundSum["direction"]): number {
  return funds
    .filter((sum) => sum.business === business && sum.direction === direction)
    .reduce((total, { amount }) => total + amount, 0);
}
