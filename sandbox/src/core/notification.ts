/** A message to a merchant. `content` is fixed for good; what surrounds it is made anew for each attempt. */
export type Notification = {
  /** The channel's own id of it, constant over all resends. */
  readonly id: string;
  readonly orderId: number;
  /** The refund that it tells of; null when it tells of the payment. */
  readonly refund: { readonly id: number; readonly url: string } | null;
  /** The channel's word: `TRANSACTION.SUCCESS`, `trade_status_sync`. */
  readonly type: string;
  /** What the channel's code needs to build the message; nobody else reads it. */
  readonly content: string;
};

/** One POST: when it was sent (RFC 3339) and the HTTP status it got, null when no answer came. */
export type NotificationAttempt = { readonly at: string; readonly status: number | null };

export type NotificationRecord = {
  readonly id: string;
  readonly type: string;
  readonly attempts: readonly NotificationAttempt[];
};

export const tampers = ["signature", "amount", "account", "timestamp", "ciphertext", "signtest"] as const;

/**
 * How to spoil a notification. `amount`, `account` and `timestamp` carry a valid signature over a wrong
 * content; `ciphertext` is a content that cannot be what was meant; `signature` and `signtest` are a
 * whole content under a signature that must not pass.
 */
export type Tamper = (typeof tampers)[number];
