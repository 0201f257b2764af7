import type { ChannelName, Failure, Method, Money, OperationClass } from "@compose-pay/domain";

/**
 * What the product asks of a payment channel. One object serves one channel account and is safe for
 * concurrent calls. No method throws for what a channel or a network can do; it answers with a value.
 */
export interface Channel {
  readonly name: ChannelName;
  readonly methods: readonly Method[];
  readonly limits: ChannelLimits;
  /** Creates the order. Repeating it with the same parameters makes no second order. */
  create(order: OrderToCreate): Promise<Answer<CreatedOrder>>;
  /** Asks for the order's state by our number. */
  query(order: OrderReference): Promise<Answer<OrderState>>;
  /** Ends the order at the channel, so that it can no longer be paid; or says why it cannot be ended. */
  close(order: OrderReference): Promise<Answer<ClosedOrder>>;
  /** Verifies and reads what was posted to the account's notification address. Pure: no call goes out. */
  readNotification(raw: RawNotification, now: Date): NotificationReading;
  /** Ends the connections. */
  dispose(): Promise<void>;
}

export interface ChannelLimits {
  /** In fen, both inclusive. */
  readonly minAmount: number;
  readonly maxAmount: number;
}

export interface OrderReference {
  /** The attempt's id. */
  readonly outTradeNo: string;
  readonly method: Method;
  readonly money: Money;
  readonly createdAt: Date;
  readonly expiresAt: Date;
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
}

/** What the customer needs in order to pay, or the money if the channel took it at once. */
export type CreatedOrder =
  | { readonly state: "waiting"; readonly nextAction: NextAction }
  | PaidOrder
  | { readonly state: "closed" };

export type NextAction =
  | { readonly type: "qr_code"; readonly qr_code: string }
  | { readonly type: "redirect"; readonly url: string }
  | { readonly type: "await_customer" };

export interface PaidOrder {
  readonly state: "paid";
  readonly money: Money;
  readonly channelTradeNo: string;
  readonly paidAt: Date;
}

/**
 * `absent`: the channel does not know the number. That is not final before the order's expiry: a create
 * may be under way, and some channels make the order only when the customer scans its code.
 */
export type OrderState =
  | { readonly state: "waiting" }
  | PaidOrder
  | { readonly state: "closed" }
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
 * - `ok`, `declined`: authenticated statements of the channel. `declined` is final for this order.
 * - `unknown`: no readable, authenticated answer; the work may have been done. Never a failure.
 * - `throttled`: the channel did not do it now and says so.
 * - `misconfigured`: the account cannot make calls (keys, rights, clock); says nothing about the order.
 */
export type Answer<Value> =
  | { readonly kind: "ok"; readonly value: Value; readonly call: ChannelCall }
  | { readonly kind: "declined"; readonly failure: Failure; readonly call: ChannelCall }
  | { readonly kind: "unknown"; readonly reason: string; readonly call: ChannelCall }
  | { readonly kind: "throttled"; readonly reason: string; readonly call: ChannelCall }
  | { readonly kind: "misconfigured"; readonly reason: string; readonly call: ChannelCall };

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

export const channelOperations = ["create", "query", "close"] as const;
export type ChannelOperation = (typeof channelOperations)[number];

/** The breaker class an operation counts in. */
export const classOfOperation: Readonly<Record<ChannelOperation, OperationClass>> = {
  create: "create",
  query: "query",
  close: "query",
};

export interface RawNotification {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes that arrived. */
  readonly body: Buffer;
}

/** `reply` is what the channel must get back; for a refused one it makes the channel send again. */
export type NotificationReading =
  | {
      readonly kind: "payment";
      /** The same on every resend of one notification. */
      readonly notificationId: string;
      readonly outTradeNo: string;
      readonly state: OrderState;
      readonly reply: HttpReply;
    }
  | {
      readonly kind: "ignored";
      readonly notificationId: string;
      readonly reason: string;
      readonly reply: HttpReply;
    }
  | { readonly kind: "refused"; readonly reason: NotificationRefusal; readonly reply: HttpReply };

export type NotificationRefusal =
  | "malformed"
  | "signature_missing"
  | "signature_wrong"
  | "signature_probe"
  | "key_unknown"
  | "timestamp_skewed"
  | "ciphertext_wrong"
  | "account_differs";

export interface HttpReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}
