import type { ChannelRules, NotificationMessage } from "../core/channel-rules.ts";
import type { Clock } from "../core/clock.ts";
import type { Notification } from "../core/notification.ts";
import type { Order } from "../core/order.ts";
import type { WechatAccount, WechatAccounts } from "./account.ts";
import type { Envelope } from "./notification-envelope.ts";
import { newEnvelope } from "./notification-envelope.ts";
import type { NotificationSigning } from "./notification-signing.ts";
import { h5Path } from "./prepaid.ts";
import { tradeTypes } from "./product.ts";
import { refundEvents, refundPlaintext } from "./refund-notification.ts";
import { newRequestId, prove, spoilProof } from "./seal.ts";
import { bodyOf } from "./spoil-content.ts";
import { toTransaction, transactionId } from "./transaction.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** 15 resends over a good 24 hours (WeChat Pay APIv3, payment notification). */
const resendDelaysMs = [
  15 * second,
  15 * second,
  30 * second,
  3 * minute,
  10 * minute,
  20 * minute,
  30 * minute,
  30 * minute,
  30 * minute,
  60 * minute,
  3 * hour,
  3 * hour,
  3 * hour,
  6 * hour,
  6 * hour,
];

const staleByMs = 10 * minute;

export type WechatRuleParts = {
  readonly clock: Clock;
  readonly accounts: WechatAccounts;
  readonly signing: NotificationSigning;
};

export function createWechatRules({ clock, accounts, signing }: WechatRuleParts): ChannelRules {
  const accountOf = (order: Order): WechatAccount => {
    const account = accounts.find(order.account);
    if (account === null) throw new Error(`order ${order.outTradeNo} belongs to no known merchant`);
    return account;
  };
  return {
    tradeBeginsWith: "payment",
    transactionId,
    resendDelaysMs,
    isTaken: (status) => status === 200 || status === 204,
    paymentNotification(order) {
      if (order.product === tradeTypes.codepay) return null;
      const plaintext = toTransaction(order);
      const event = { type: "TRANSACTION.SUCCESS", summary: "支付成功", nowMs: clock.now() };
      const content = newEnvelope(accountOf(order), event, { type: "transaction", plaintext });
      return notificationOf(content, { orderId: order.id, refund: null });
    },
    refundNotification(refund, order) {
      if (refund.notifyUrl === null || refund.status === "processing") return null;
      const plaintext = refundPlaintext(refund, order);
      const event = { ...refundEvents[refund.status], nowMs: clock.now() };
      const content = newEnvelope(accountOf(order), event, { type: "refund", plaintext });
      return notificationOf(content, {
        orderId: order.id,
        refund: { id: refund.id, url: refund.notifyUrl },
      });
    },
    cashierPath: (order) => (order.product === tradeTypes.h5 ? h5Path(order, clock.now()) : null),
    async message(notification, order, tamper): Promise<NotificationMessage> {
      const account = accountOf(order);
      const body = bodyOf(notification.content, account, tamper);
      const sentAt = clock.realNow() - (tamper === "timestamp" ? staleByMs : 0);
      const proof = await prove(signing.draw(account, sentAt), body, sentAt);
      const spoil = tamper === "signature" || tamper === "signtest" ? tamper : null;
      return {
        headers: {
          "Content-Type": "application/json",
          "User-Agent": "Mozilla/4.0",
          "Request-ID": newRequestId(0),
          ...spoilProof(proof, spoil),
        },
        body,
      };
    },
  };
}

function notificationOf(content: Envelope, about: Pick<Notification, "orderId" | "refund">): Notification {
  return { id: content.id, ...about, type: content.event_type, content: JSON.stringify(content) };
}
