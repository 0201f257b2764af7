import type { StatementLine, StatementRow } from "@compose-pay/database";

/** What the lines of a statement sum up to, in fen; kept with it as JSON. */
export interface StatementTotals {
  readonly payments: number;
  readonly paymentAmount: number;
  readonly refunds: number;
  readonly refundAmount: number;
  /** Fees kept less fees given back. */
  readonly fees: number;
  /** Payments less refunds less fees: what the merchant has of the day. */
  readonly net: number;
  /** Of the CSV. */
  readonly bytes: number;
}

export const noTotals: StatementTotals = {
  payments: 0,
  paymentAmount: 0,
  refunds: 0,
  refundAmount: 0,
  fees: 0,
  net: 0,
  bytes: 0,
};

export function addLine(totals: StatementTotals, line: StatementLine): StatementTotals {
  const { amount, fee } = line;
  const isPayment = line.kind === "payment";
  return {
    payments: totals.payments + (isPayment ? 1 : 0),
    paymentAmount: asserted(totals.paymentAmount + (isPayment ? amount : 0)),
    refunds: totals.refunds + (isPayment ? 0 : 1),
    refundAmount: asserted(totals.refundAmount + (isPayment ? 0 : amount)),
    fees: asserted(totals.fees + fee),
    net: asserted(totals.net + netOf(line)),
    bytes: totals.bytes,
  };
}

/** What came in by this line, less its fee; negative for money that went back. */
export function netOf({ kind, amount, fee }: StatementLine): number {
  return (kind === "payment" ? amount : -amount) - fee;
}

export function totalsOf(row: StatementRow): StatementTotals {
  // because nothing else is ever written there
  return JSON.parse(row.totals) as StatementTotals;
}

function asserted(sum: number): number {
  if (!Number.isSafeInteger(sum)) throw new Error("a sum of a statement is no safe integer");
  return sum;
}
