import type { Notification, Tamper } from "./notification.ts";
import type { Order, Refund } from "./order.ts";

/** An outgoing POST of a notification. */
export type NotificationMessage = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What the shared machinery (payer, notifier) must know of a channel. */
export type ChannelRules = {
  /** When the channel's own trade, with its number, comes into being. */
  readonly tradeBeginsWith: "scan" | "payment";
  /** The channel's number for the order's trade; follows from the order alone. */
  transactionId(order: Order): string;
  /** The notification of a payment; null when the product has none. `order` is paid. */
  paymentNotification(order: Order): Notification | null;
  /** The notification of a refund's end; null when the channel tells nothing of it. */
  refundNotification?(refund: Refund, order: Order): Notification | null;
  /** Builds one attempt: fresh time, nonce and signature around the notification's fixed content. */
  message(notification: Notification, order: Order, tamper: Tamper | null): Promise<NotificationMessage>;
  /** Whether the merchant's answer ends the resending. */
  isTaken(status: number, body: string): boolean;
  /** Where a person pays the order in a browser, as a path of the sandbox; null when there is no such page. */
  cashierPath?(order: Order): string | null;
  /** Waits before the first, second … resend, in milliseconds. Its length bounds the tries. */
  readonly resendDelaysMs: readonly number[];
};
