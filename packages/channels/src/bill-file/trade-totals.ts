import type { BillLine, BillTotals } from "@compose-pay/domain";

/**
 * Counts the lines that are given out, so that whoever loads them can hold what was loaded against it.
 *
 * `add` takes what of a line moves on the account, in fen.
 */
export function createTradeTotals() {
  const totals = { lines: 0, payments: 0, paymentAmount: 0, refunds: 0, refundAmount: 0, fees: 0 };
  const settled = { paid: 0, refunded: 0, failedRefunds: 0 };
  return {
    add: ({ kind, status, amount, fee }: BillLine, moved: number): void => {
      totals.lines += 1;
      totals.fees += fee;
      // What was revoked went back, under the number of its order.
      if (kind === "payment" && status !== "revoked") {
        totals.payments += 1;
        totals.paymentAmount += amount;
        settled.paid += moved;
        return;
      }
      totals.refunds += 1;
      totals.refundAmount += amount;
      if (status === "failed") settled.failedRefunds += moved;
      else settled.refunded += moved;
    },
    told: (): BillTotals => ({ ...totals, settled: { ...settled } }),
  };
}
