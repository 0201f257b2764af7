/** The bills there are (对账单): what was sold and refunded, and what moved on the account. */
export const billTypes = ["trade", "fund_flow"] as const;
export type BillType = (typeof billTypes)[number];

/** What a line of a trade bill is about. */
export const bookedKinds = ["payment", "refund"] as const;
export type BookedKind = (typeof bookedKinds)[number];

/**
 * What the channel says of it, as it stood when the bill was made. `revoked`: paid, and given back by a cancel.
 * `processing` and `failed` are of refunds alone.
 */
export const billLineStatuses = ["succeeded", "revoked", "processing", "failed"] as const;
export type BillLineStatus = (typeof billLineStatuses)[number];

/** One line of a channel's trade bill (账单明细). Amounts are in fen. */
export interface BillLine {
  /** Of the file, from 1: where a person finds it. */
  readonly lineNo: number;
  readonly kind: BookedKind;
  /** Our number: the `out_trade_no` of a payment, the `out_refund_no` of a refund. */
  readonly outNo: string;
  /** The channel's number of it; of a refund its own number where the channel gives it one, else the trade's. */
  readonly channelNo: string;
  /** The `out_trade_no` of the payment; of a payment the same as `outNo`. */
  readonly outTradeNo: string;
  /** What was paid, or given back; never negative. */
  readonly amount: number;
  /** What the channel keeps; of a refund what it gives back of it, as a negative number. Rounded to whole fen. */
  readonly fee: number;
  readonly status: BillLineStatus;
  /** When it happened, by the channel's clock, to the second. */
  readonly occurredAt: Date;
}

/** One line of a channel's fund-flow bill (资金账单): a movement on the account. Amounts are in fen. */
export interface FundLine {
  readonly lineNo: number;
  /** The movement's own number (资金流水单号). */
  readonly flowNo: string;
  /** The channel's number of what caused it. */
  readonly channelNo: string;
  /** The channel's word for what it is, such as 交易 or 退款. */
  readonly business: string;
  readonly direction: "income" | "expense";
  readonly amount: number;
  readonly occurredAt: Date;
}

/** What a trade bill's lines come to. Amounts are in fen; what was revoked counts as given back. */
export interface BillTotals {
  readonly lines: number;
  readonly payments: number;
  readonly paymentAmount: number;
  readonly refunds: number;
  readonly refundAmount: number;
  /** Fees kept less fees given back. */
  readonly fees: number;
  readonly settled: SettledTotals;
}

/** What of it moves on the account: less than was ordered where the merchant himself gave a part of it as coupons. */
export interface SettledTotals {
  readonly paid: number;
  /** Succeeded, under way or revoked. */
  readonly refunded: number;
  /** Of refunds that failed: the account may have moved by them all the same. */
  readonly failedRefunds: number;
}

/** What a fund-flow bill says of itself, counted again over its lines. Amounts are in fen. */
export interface FundTotals {
  readonly lines: number;
  readonly incomes: number;
  readonly incomeAmount: number;
  readonly expenses: number;
  readonly expenseAmount: number;
}
