import { createHash } from "node:crypto";
import type { ChannelRules } from "../core/channel-rules.ts";
import { toCompactDay, toGatewayTime } from "../core/china-time.ts";
import type { Clock } from "../core/clock.ts";
import type { Notification, Tamper } from "../core/notification.ts";
import type { Order } from "../core/order.ts";
import { signSha256, spoilSignature } from "../core/rsa.ts";
import type { AlipayAccounts } from "./account.ts";
import { toYuan } from "../core/yuan.ts";
import { parseParams, parseAlipayDetails } from "./order-details.ts";
import type { AlipayPlatform } from "./platform.ts";
import type { Params } from "./signed-params.ts";
import { joinSorted } from "./signed-params.ts";

const minute = 60 * 1_000;
const hour = 60 * minute;

/** 7 resends over about 25 hours (Alipay OpenAPI, asynchronous notification). */
const resendDelaysMs = [4 * minute, 10 * minute, 10 * minute, hour, 2 * hour, 6 * hour, 15 * hour];

const staleByMs = 10 * minute;
const notificationType = "trade_status_sync";

export type AlipayRuleParts = {
  readonly clock: Clock;
  readonly accounts: AlipayAccounts;
  readonly platform: AlipayPlatform;
};

export function createAlipayRules({ clock, accounts, platform }: AlipayRuleParts): ChannelRules {
  return {
    tradeBeginsWith: "scan",
    transactionId: tradeNo,
    resendDelaysMs,
    isTaken: (status, body) => status === 200 && body === "success",
    paymentNotification(order) {
      const account = accounts.find(order.account);
      if (account === null) throw new Error(`order ${order.outTradeNo} belongs to no known application`);
      return paymentNotification(order, account.sellerId);
    },
    async message(notification, _order, tamper) {
      const sentAt = clock.now() - (tamper === "timestamp" ? staleByMs : 0);
      const whole = { ...parseParams(notification.content), notify_time: toGatewayTime(sentAt) };
      const params = changeContent(whole, tamper);
      const signature = await signSha256(platform.privateKey, joinSorted(params, ["sign", "sign_type"]));
      return {
        headers: { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" },
        body: new URLSearchParams(spoil({ ...params, sign: signature }, tamper)).toString(),
      };
    },
  };
}

/** 28 digits: the day, 22001, and the order's own number. */
function tradeNo(order: Order): string {
  return `${toCompactDay(order.createdAt)}22001${String(order.id).padStart(15, "0")}`;
}

/** The one who pays: always the same one for the same order. */
export function buyerOf(order: Order): { readonly buyer_logon_id: string; readonly buyer_user_id: string } {
  const number = createHash("sha256").update(`buyer/${order.id}`).digest().readUInt32BE(0);
  const digits = String(number).padStart(10, "0");
  return { buyer_logon_id: `159****${digits.slice(-4)}`, buyer_user_id: `208810${digits}` };
}

function paymentNotification(order: Order, sellerId: string): Notification {
  const details = parseAlipayDetails(order);
  const buyer = buyerOf(order);
  const taken = toYuan(order.paidAmount ?? order.amount);
  const paidAt = toGatewayTime(order.paidAt ?? order.createdAt);
  const id = `${toCompactDay(order.paidAt ?? order.createdAt)}00222${String(order.id).padStart(21, "0")}`;
  const params: Params = {
    notify_type: notificationType,
    notify_id: id,
    app_id: order.account,
    auth_app_id: order.account,
    charset: "utf-8",
    version: "1.0",
    sign_type: "RSA2",
    trade_no: tradeNo(order),
    out_trade_no: order.outTradeNo,
    buyer_id: buyer.buyer_user_id,
    buyer_logon_id: buyer.buyer_logon_id,
    seller_id: sellerId,
    trade_status: "TRADE_SUCCESS",
    total_amount: taken,
    receipt_amount: taken,
    invoice_amount: taken,
    buyer_pay_amount: taken,
    point_amount: "0.00",
    subject: order.subject,
    ...details.echoed,
    gmt_create: toGatewayTime(order.scannedAt ?? order.createdAt),
    gmt_payment: paidAt,
    fund_bill_list: JSON.stringify([{ amount: taken, fundChannel: "ALIPAYACCOUNT" }]),
  };
  return { id, orderId: order.id, refund: null, type: notificationType, content: JSON.stringify(params) };
}

/** Wrong contents that are properly signed afterwards. */
function changeContent(params: Params, tamper: Tamper | null): Params {
  switch (tamper) {
    case "amount": {
      const wrong = `1${params["total_amount"] ?? ""}`;
      return { ...params, total_amount: wrong, receipt_amount: wrong, buyer_pay_amount: wrong };
    }
    case "account":
      return {
        ...params,
        app_id: otherNumber(params["app_id"]),
        seller_id: otherNumber(params["seller_id"]),
      };
    case "signature":
    case "timestamp":
    case "ciphertext":
    case "signtest":
    case null:
      return params;
  }
}

/** Signatures that do not fit; `ciphertext` changes a field under the signature of the whole one. */
function spoil(params: Params, tamper: Tamper | null): Params {
  switch (tamper) {
    case "signature":
      return { ...params, sign: spoilSignature(params["sign"] ?? "") };
    case "signtest":
      return { ...params, sign: "not a signature" };
    case "ciphertext":
      return { ...params, subject: `${params["subject"] ?? ""}!` };
    case "amount":
    case "account":
    case "timestamp":
    case null:
      return params;
  }
}

function otherNumber(digits: string | undefined): string {
  return `${BigInt(digits ?? "0") + 1n}`;
}
