import type { ChannelRules } from "../core/channel-rules.ts";
import { toCompactDay, toGatewayTime } from "../core/china-time.ts";
import type { Clock } from "../core/clock.ts";
import type { Order } from "../core/order.ts";
import type { RefundStore } from "../core/refund-store.ts";
import { signSha256 } from "../core/rsa.ts";
import type { AlipayAccount, AlipayAccounts } from "./account.ts";
import { cashierPath } from "./cashier-path.ts";
import type { AlipayKnobs } from "./knobs.ts";
import { parseParams } from "./order-details.ts";
import type { AlipayPlatform } from "./platform.ts";
import { joinSorted } from "./signed-params.ts";
import { changeContent, spoilProof } from "./spoil-notification.ts";
import { paymentNotification, refundNotification } from "./trade-notification.ts";
import { refundedOf } from "./trade-status.ts";

const minute = 60 * 1_000;
const hour = 60 * minute;

/** 7 resends over about 25 hours (Alipay OpenAPI, asynchronous notification). */
const resendDelaysMs = [4 * minute, 10 * minute, 10 * minute, hour, 2 * hour, 6 * hour, 15 * hour];

const staleByMs = 10 * minute;

export type AlipayRuleParts = {
  readonly clock: Clock;
  readonly accounts: AlipayAccounts;
  readonly platform: AlipayPlatform;
  readonly refunds: RefundStore;
  readonly knobs: AlipayKnobs;
};

export function createAlipayRules(parts: AlipayRuleParts): ChannelRules {
  const { clock, platform, refunds, knobs } = parts;
  const accountOf = (order: Order) => findAccount(parts.accounts, order);
  return {
    tradeBeginsWith: "scan",
    transactionId: tradeNo,
    resendDelaysMs,
    cashierPath,
    isTaken: (status, body) => status === 200 && body === "success",
    paymentNotification: (order) => paymentNotification(order, accountOf(order).sellerId),
    refundNotification(refund, order) {
      if (refund.status !== "success" || refund.notifyUrl === null) return null;
      const refunded = refundedOf(refunds.ofOrder(order.id));
      const isFull = refunded >= (order.paidAmount ?? order.amount);
      if (knobs.refundNotices === "none" || (knobs.refundNotices === "full" && !isFull)) return null;
      return refundNotification(order, accountOf(order).sellerId, {
        refund,
        url: refund.notifyUrl,
        refunded,
      });
    },
    async message(notification, order, tamper) {
      const sentAt = clock.now() - (tamper === "timestamp" ? staleByMs : 0);
      const whole = { ...parseParams(notification.content), notify_time: toGatewayTime(sentAt) };
      const params = changeContent(whole, tamper);
      const { privateKey } = await platform.signerFor(accountOf(order));
      const signature = await signSha256(privateKey, joinSorted(params, ["sign", "sign_type"]));
      return {
        headers: { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" },
        body: new URLSearchParams(spoilProof({ ...params, sign: signature }, tamper)).toString(),
      };
    },
  };
}

function findAccount(accounts: AlipayAccounts, order: Order): AlipayAccount {
  const account = accounts.find(order.account);
  if (account === null) throw new Error(`order ${order.outTradeNo} belongs to no known application`);
  return account;
}

/** 28 digits: the day, 22001, and the order's own number. */
function tradeNo(order: Order): string {
  return `${toCompactDay(order.createdAt)}22001${String(order.id).padStart(15, "0")}`;
}
