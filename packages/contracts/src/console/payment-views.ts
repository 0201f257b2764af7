import type { AttemptState, ChannelName, Method, PaymentStatus } from "@compose-pay/domain";
import type { PaymentFailure } from "../api/failure.ts";
import type { Metadata } from "../api/metadata.ts";
import type { RefundRequestView } from "./refund-request-views.ts";
import type { RefundRowView } from "./refund-views.ts";
import type { TimelineEntry } from "./timeline-entry.ts";

/** A payment in a list. Amounts in fen. */
export interface PaymentRowView {
  readonly id: string;
  readonly order_no: string;
  readonly app_id: string;
  /** Null when the app is not there any more. */
  readonly app_name: string | null;
  readonly live: boolean;
  readonly status: PaymentStatus;
  readonly method: Method;
  readonly channel: ChannelName;
  /** The channel's own number of the attempt that speaks for the payment. */
  readonly channel_trade_no: string | null;
  readonly amount: number;
  readonly amount_refunded: number;
  readonly fee: number;
  readonly currency: string;
  readonly subject: string;
  readonly created_at: string;
  readonly paid_at: string | null;
  readonly closed_at: string | null;
}

/** All that is known of a payment itself. */
export interface PaymentFactsView extends PaymentRowView {
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly account_id: string;
  /** Null when the account is not there any more. */
  readonly account_name: string | null;
  readonly client_ip: string | null;
  readonly notify_url: string | null;
  readonly return_url: string | null;
  readonly expires_at: string;
  readonly trace_id: string;
}

/** One try at one channel; the id is the channel's `out_trade_no`. Amounts in fen. */
export interface AttemptView {
  readonly id: string;
  readonly method: Method;
  readonly channel: ChannelName;
  readonly account_id: string;
  /** Null when the account is not there any more. */
  readonly account_name: string | null;
  readonly state: AttemptState;
  readonly amount: number;
  readonly fee: number;
  readonly channel_trade_no: string | null;
  readonly failure: PaymentFailure | null;
  /** Somebody has asked for its end. */
  readonly close_requested: boolean;
  /** How often the channel was asked about it. */
  readonly queries_made: number;
  /** When a sweep looks at it again; null when nothing is left to do. */
  readonly due_at: string | null;
  readonly created_at: string;
  readonly expires_at: string;
  readonly settled_at: string | null;
  /** The one that speaks for the payment. */
  readonly is_current: boolean;
}

/** Everything about one payment, on one screen. */
export interface PaymentDetailView {
  readonly payment: PaymentFactsView;
  /** Oldest first. */
  readonly attempts: readonly AttemptView[];
  readonly refunds: readonly RefundRowView[];
  /** Refunds that operators have asked for, newest first. */
  readonly refund_requests: readonly RefundRequestView[];
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
  /** The kinds of which there are earlier entries that are left out. */
  readonly cut_off: readonly string[];
  /** What can still be refunded, in fen; 0 before the payment has succeeded. */
  readonly refundable: number;
  /** From this sum of a payment's refunds on, in fen, a second person must agree. */
  readonly approval_from: number;
}

/** The payments that a number may mean. */
export interface FoundPayments {
  readonly rows: readonly PaymentRowView[];
}

/** What an act on a payment has set going. */
export interface PaymentActed {
  readonly id: string;
  readonly status: PaymentStatus;
  /** Attempts whose channel is asked now; those that did not go out yet go to a sweep. */
  readonly attempts: number;
}

/** Events that go out again. */
export interface PaymentRedelivered {
  readonly events: number;
  readonly deliveries: number;
  /** Events that are being delivered at this moment, and were left alone. */
  readonly busy: number;
}
