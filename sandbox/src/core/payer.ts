import type { ChannelName } from "./channel-name.ts";
import type { ChannelRules } from "./channel-rules.ts";
import type { Clock } from "./clock.ts";
import type { Notifier } from "./notifier.ts";
import type { OrderStore } from "./order-store.ts";
import type { Order } from "./order.ts";

type Payment = {
  /** Fen; another sum than the order's plays a channel that took the wrong amount. */
  readonly amount?: number | undefined;
  /** `none` = the notification is lost, `duplicate` = it is sent twice at once. */
  readonly notify: "normal" | "none" | "duplicate";
  /** How long after the payment the notification goes out. */
  readonly delayMs: number;
};

/** The customer in front of the QR code. */
export type Payer = {
  /** Pays; null when the order is not waiting for a payment. */
  pay(order: Order, payment: Payment): Order | null;
  /** Opens the code without paying. */
  scan(order: Order): Order;
  /** Gives up: the order is closed without a payment. Null when it is not waiting. */
  cancel(order: Order): Order | null;
};

export type PayerParts = {
  readonly clock: Clock;
  readonly orders: OrderStore;
  readonly notifier: Notifier;
  readonly rules: Readonly<Record<ChannelName, ChannelRules>>;
};

export function createPayer({ clock, orders, notifier, rules }: PayerParts): Payer {
  const isWaiting = (order: Order) => orders.findById(order.id)?.status === "waiting";
  const scan = (order: Order) => {
    const channel = rules[order.channel];
    return orders.scan(order, channel.tradeBeginsWith === "scan" ? channel.transactionId(order) : null);
  };
  return {
    scan,
    pay(order, payment) {
      const channel = rules[order.channel];
      const amount = payment.amount ?? order.amount;
      const paid = orders.pay(order, { transactionId: channel.transactionId(order), amount });
      if (paid !== null && payment.notify !== "none" && paid.notifyUrl !== null) {
        const copies = payment.notify === "duplicate" ? 2 : 1;
        const dueAt = clock.now() + payment.delayMs;
        const notification = channel.paymentNotification(paid);
        if (notification !== null) notifier.enqueue(notification, paid, { dueAt, copies });
      }
      return paid;
    },
    cancel(order) {
      if (!isWaiting(order)) return null;
      const scanned = scan(order);
      return orders.close(scanned, "customer") ? orders.findById(order.id) : null;
    },
  };
}
