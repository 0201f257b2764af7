import type { BillLineStatus, BookedKind } from "./bill-line.ts";

/** Both sides of a difference that reconciliation found, as they stood then. Amounts and fees are in fen. */
export interface MatchEvidence {
  readonly kind: BookedKind;
  /** The number that both sides were held together by: `out_trade_no` or `out_refund_no`. */
  readonly out_no: string;
  /** Our books; null where they have no such entry. */
  readonly here: BookedSide | null;
  /** The line of the bill; null where it has none. */
  readonly there: BilledSide | null;
}

export interface BookedSide {
  readonly state: string;
  readonly amount: number;
  readonly fee: number;
  readonly channel_no: string | null;
  /** The day of China that it is booked under; null when it is not booked. */
  readonly day: string | null;
  readonly payment_id: string;
}

export interface BilledSide {
  readonly line_no: number;
  readonly bill_id: string;
  readonly amount: number;
  readonly fee: number;
  readonly channel_no: string;
  readonly status: BillLineStatus;
  /** ISO 8601, in UTC. */
  readonly occurred_at: string;
  /** Of a refund, the number of its payment's order; null where it is `out_no`. */
  readonly out_trade_no: string | null;
}
