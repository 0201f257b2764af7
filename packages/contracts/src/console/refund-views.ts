import type { ChannelName, Method, RefundKind, RefundState } from "@compose-pay/domain";
import type { PaymentFailure } from "../api/failure.ts";
import type { Metadata } from "../api/metadata.ts";
import type { RefundRequestView } from "./refund-request-views.ts";
import type { TimelineEntry } from "./timeline-entry.ts";

/** A refund in a list. Amounts in fen. */
export interface RefundRowView {
  readonly id: string;
  /** Null for one that the product made by itself. */
  readonly refund_no: string | null;
  readonly payment_id: string;
  readonly app_id: string;
  readonly live: boolean;
  readonly kind: RefundKind;
  readonly state: RefundState;
  readonly method: Method;
  readonly channel: ChannelName;
  readonly account_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly channel_refund_no: string | null;
  readonly failure: PaymentFailure | null;
  /** When a sweep looks at it again; null when nothing is left to do by itself. */
  readonly due_at: string | null;
  readonly created_at: string;
  readonly succeeded_at: string | null;
}

/** A refund with all that happened to it. */
export interface RefundDetailView {
  readonly refund: RefundRowView;
  readonly order_no: string;
  readonly subject: string;
  readonly attempt_id: string;
  readonly metadata: Metadata;
  /** How often the channel was called for it. */
  readonly tries_made: number;
  /** Oldest first. */
  readonly timeline: readonly TimelineEntry[];
  readonly cut_off: readonly string[];
  /** Newest first: for where its money goes, and the one that it was made of. */
  readonly requests: readonly RefundRequestView[];
  /** Whether a second person must agree before its money goes to a card. */
  readonly card_needs_second: boolean;
}

/** What came of asking for a refund: it is made, or waits for a second person. */
export type RefundAsked =
  | { readonly kind: "created"; readonly refund: RefundRowView; readonly request: null }
  | { readonly kind: "waiting"; readonly refund: null; readonly request: RefundRequestView };

/** What a second person has agreed to. */
export interface RefundApproved {
  readonly request: RefundRequestView;
  readonly refund: RefundRowView;
}
