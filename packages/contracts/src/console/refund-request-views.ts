import type { RefundRowView } from "./refund-views.ts";

/** Points to an operator; others know them by the e-mail, which is null when they are not there any more. */
export interface OperatorRef {
  readonly id: string;
  readonly email: string | null;
}

export const refundRequestStates = ["waiting", "approved", "rejected", "withdrawn", "lapsed"] as const;

/**
 * What one operator has asked for and a second one must agree to: a refund, or where the money of an abnormal one goes.
 * The amount in fen.
 */
export interface RefundRequestView {
  readonly id: string;
  readonly kind: "refund" | "settle";
  readonly payment_id: string;
  readonly app_id: string;
  readonly order_no: string | null;
  readonly amount: number;
  /** Of the refund; empty when none was given. */
  readonly reason: string;
  /** `lapsed`: it has ended by itself. */
  readonly state: (typeof refundRequestStates)[number];
  readonly requested_by: OperatorRef;
  readonly requested_at: string;
  readonly decided_by: OperatorRef | null;
  readonly decided_at: string | null;
  /** What whoever rejected or withdrew it has said; of what lapsed why. */
  readonly decision_reason: string | null;
  /** Of a `refund` what came of it, null unless it was approved; of a `settle` the one whose money waits. */
  readonly refund_id: string | null;
  /** Of a `settle`: all that is known here of where the money goes. */
  readonly card: { readonly bank_type: string; readonly ends_in: string } | null;
}

/** What came of saying where the money of an abnormal refund goes. */
export interface RefundSettled {
  readonly refund: RefundRowView;
  /**
   * `taken` by the channel; `not_taken`: it has certainly done nothing; `unanswered`: nobody knows, and the channel is
   * asked now; `waiting` for a second person.
   */
  readonly outcome: "taken" | "not_taken" | "unanswered" | "waiting";
  /** Why it was not taken. */
  readonly not_taken: "throttled" | "misconfigured" | "still_abnormal" | null;
  /** Where a second person has to agree, or has agreed. */
  readonly request: RefundRequestView | null;
}
