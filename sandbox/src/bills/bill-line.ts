import type { Order, Refund } from "../core/order.ts";

/** A line of a bill before a channel prints it: a payment, or money that went back. Amounts are in fen. */
export type BillLine = {
  readonly order: Order;
  /** Null: the line is about the payment. Its state is the one at the moment when the bill was made. */
  readonly refund: Refund | null;
  /** When it happened, in milliseconds: that puts it on its day. */
  readonly at: number;
  /** What was paid, or goes back; never negative. */
  readonly amount: number;
  /** What the channel keeps of a payment, or gives back with a refund; not negative. */
  readonly fee: number;
  /** A word that a tester put in the place of the true state; null = the true one. */
  readonly status: string | null;
};

/** The merchant's number that a line is known by: `out_trade_no` or `out_refund_no`. */
export function outNoOf({ order, refund }: BillLine): string {
  return refund === null ? order.outTradeNo : refund.outRefundNo;
}
