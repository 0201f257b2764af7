import type { ChannelName, Failure, Method, Money, OperationClass } from "@compose-pay/domain";

import type { ChannelBills } from "./bill.ts";
import type { ChannelCertificate } from "./channel-certificate.ts";
import type { NextAction } from "./next-action.ts";
import type { NotificationReading, RawNotification } from "./notification-reading.ts";
import type { AbnormalRefundOrder, RefundProgress, RefundReference, RefundToMake } from "./refund.ts";

/**
 * What the product asks of a payment channel. One object serves one channel account and is safe for
 * concurrent calls. No method throws for what a channel or a network can do; it answers with a value.
 * Only who reads a bill must expect `BillUnreadable`.
 */
export interface Channel extends ChannelBills {
  readonly name: ChannelName;
  readonly methods: readonly Method[];
  readonly limits: ChannelLimits;
  /** Creates the order. Repeating it with the same parameters makes no second order. */
  create(order: OrderToCreate): Promise<Answer<CreatedOrder>>;
  /** Asks for the order's state, by the channel's number where it is known and else by ours. */
  query(order: OrderReference): Promise<Answer<OrderState>>;
  /** Ends the order at the channel, so that it can no longer be paid; or says why it cannot be ended. */
  close(order: OrderReference): Promise<Answer<ClosedOrder>>;
  /**
   * Gives money of a paid order back. Repeating it with the same parameters moves no more money, so an
   * unknown outcome is answered by the same call again, or by `queryRefund`. `declined` is final for this
   * number; a balance at the channel that does not suffice now is `throttled`.
   */
  refund(refund: RefundToMake): Promise<Answer<RefundProgress>>;
  /** Asks for the refund's state by our number. */
  queryRefund(refund: RefundReference): Promise<Answer<RefundProgress>>;
  /** Sends the money of an abnormal refund elsewhere; `declined` where the channel has no such thing. */
  settleAbnormalRefund(order: AbnormalRefundOrder): Promise<Answer<RefundProgress>>;
  /**
   * Fetches the certificates by which the channel's signatures are checked, verified.
   *
   * @param serial one that was not known, where the channel serves them one by one; null for all there are
   * @returns an empty list for an account that needs none
   */
  fetchCertificates(serial: string | null): Promise<Answer<readonly ChannelCertificate[]>>;
  /** Looks whether the account can make calls: its keys and certificates, the clock, a query that changes nothing. */
  check(): Promise<readonly AccountFinding[]>;
  /** Verifies and reads what was posted to the account's notification address. Pure: no call goes out. */
  readNotification(raw: RawNotification, now: Date): NotificationReading;
  /** Ends the connections. */
  dispose(): Promise<void>;
}

/** One thing that was looked at; nothing in it is secret. */
export interface AccountFinding {
  /** `certificate`, `clock`, `query` … */
  readonly subject: string;
  readonly level: "well" | "warning" | "failed";
  readonly detail: string;
}

export interface ChannelLimits {
  /** In fen, both inclusive. */
  readonly minAmount: number;
  readonly maxAmount: number;
}

export interface OrderReference {
  /** The attempt's id. */
  readonly outTradeNo: string;
  /** The channel's own number, once it is known. */
  readonly channelTradeNo?: string | null;
  readonly method: Method;
  readonly money: Money;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** When the order was closed here, or null while it is open; only `mock` looks at it. */
  readonly closedAt: Date | null;
  /** The merchant's own pairs; only `mock` looks at them. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface OrderToCreate extends OrderReference {
  readonly subject: string;
  readonly description: string | null;
  /** Where the channel posts its notifications: absolute, without a query. */
  readonly notifyUrl: string;
  readonly returnUrl: string | null;
  readonly clientIp: string | null;
  /** Who pays, for the methods that must know it; exactly one member. */
  readonly payer: OrderPayer | null;
}

/** `authCode` is the payment code that the till scanned; never logged or journalled. */
export type OrderPayer =
  | { readonly openid: string }
  | { readonly buyerId: string }
  | { readonly buyerOpenId: string }
  | { readonly authCode: string };

/** What the customer needs in order to pay, or the money if the channel took it at once. */
export type CreatedOrder =
  | { readonly state: "waiting"; readonly nextAction: NextAction }
  | PaidOrder
  | { readonly state: "closed"; readonly moneyReturned: boolean };

export interface PaidOrder {
  readonly state: "paid";
  readonly money: Money;
  readonly channelTradeNo: string;
  readonly paidAt: Date;
}

/**
 * `absent`: the channel does not know the number. That is not final before the order's expiry: a create
 * may be under way, and some channels make the order only when the customer scans its code.
 * `closed` with `moneyReturned`: it was paid and the channel gave all of the money back.
 */
export type OrderState =
  | { readonly state: "waiting" }
  | PaidOrder
  | { readonly state: "closed"; readonly moneyReturned: boolean }
  | { readonly state: "failed"; readonly failure: Failure }
  | { readonly state: "absent" };

/** `closed` with `moneyReturned`: the customer paid in between and the channel gave the money back. */
export type ClosedOrder =
  | { readonly state: "closed"; readonly moneyReturned: boolean }
  | { readonly state: "paid" }
  | { readonly state: "absent" };

/**
 * The answer to a call.
 *
 * - `ok`, `declined`: authenticated statements of the channel. `declined` is final for this order and
 *   comes from `create`, `refund` and `settleAbnormalRefund` alone.
 * - `unknown`: no readable, authenticated answer, or one that does not fit the order; the work may have
 *   been done. Never a failure.
 * - `throttled`: the channel did not do it now and says so; it may do it later under the same number.
 * - `misconfigured`: the account cannot make calls (keys, rights, clock); says nothing about the order.
 */
export type Answer<Value> = Journalled &
  (
    | { readonly kind: "ok"; readonly value: Value }
    | { readonly kind: "declined"; readonly failure: Failure }
    | { readonly kind: "unknown"; readonly reason: UnknownReason; readonly detail: string | null }
    | { readonly kind: "throttled"; readonly reason: string }
    | { readonly kind: "misconfigured"; readonly reason: string }
  );

export interface Journalled {
  /** The call that decided the answer. */
  readonly call: ChannelCall;
  /** Calls of the same operation before it, oldest first: a refused create whose order was then asked for. */
  readonly earlierCalls: readonly ChannelCall[];
}

/**
 * Why nothing is known. After `connect_failed` nothing of the deciding call was sent; after every other reason
 * the channel may have done the work. `refused` is a call that was refused without a word on the order, and
 * `follow_up_failed` a refused create or close whose order could not be asked for. The reasons in
 * `_differs` are authenticated answers that do not fit the order; `order_differs` is one that the channel
 * has under our number with other parameters. With `key_unknown` the detail is the serial number of the key.
 * `bill_hash_differs` is a bill that is not the one the channel announced, and `bill_address_refused` one that
 * is said to lie at an address of somebody else.
 */
export type UnknownReason =
  | "connect_failed"
  | "timeout"
  | "connection_reset"
  | "answer_too_large"
  | "answer_unreadable"
  | "status_unexpected"
  | "channel_error"
  | "signature_missing"
  | "signature_wrong"
  | "signature_probe"
  | "key_unknown"
  | "timestamp_skewed"
  | "refused"
  | "cancel_unfinished"
  | "follow_up_failed"
  | "order_differs"
  | "account_differs"
  | "number_differs"
  | "amount_differs"
  | "currency_differs"
  | "bill_hash_differs"
  | "bill_address_refused";

/** What the journal keeps of a call. Nothing in it is secret. */
export interface ChannelCall {
  readonly operation: ChannelOperation;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly httpStatus: number | null;
  readonly channelCode: string | null;
  /** The channel's own id of the request, for its support. */
  readonly channelRequestId: string | null;
}

export const channelOperations = [
  "create",
  "query",
  "close",
  "refund",
  "refund_query",
  "certificates",
  "bill",
] as const;
export type ChannelOperation = (typeof channelOperations)[number];

/** The breaker class an operation counts in. */
export const classOfOperation: Readonly<Record<ChannelOperation, OperationClass>> = {
  create: "create",
  query: "query",
  close: "query",
  refund: "refund",
  refund_query: "query",
  certificates: "query",
  bill: "bill",
};
