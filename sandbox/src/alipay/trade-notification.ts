import { toCompactDay, toGatewayTime } from "../core/china-time.ts";
import type { Notification } from "../core/notification.ts";
import type { Order, Refund } from "../core/order.ts";
import { toYuan } from "../core/yuan.ts";
import { buyerOf } from "./buyer.ts";
import { parseAlipayDetails } from "./order-details.ts";
import type { Params } from "./signed-params.ts";

const notificationType = "trade_status_sync";

/** The notification of a payment (Alipay OpenAPI, asynchronous notification). `order` is paid. */
export function paymentNotification(order: Order, sellerId: string): Notification {
  const id = notifyId(order.paidAt ?? order.createdAt, "00222", order.id);
  const params = { ...paidTrade(order, sellerId), notify_id: id, trade_status: "TRADE_SUCCESS" };
  return { id, orderId: order.id, refund: null, type: notificationType, content: JSON.stringify(params) };
}

/** What the notification of a refund's end tells of; `refunded` = all that has gone back by now, in fen. */
export type EndedRefund = { readonly refund: Refund; readonly url: string; readonly refunded: number };

/** The trade once more, with the refund's number and the sum of all refunds; closed when all is back. */
export function refundNotification(order: Order, sellerId: string, ended: EndedRefund): Notification {
  const { refund, url, refunded } = ended;
  const endedAt = refund.endedAt ?? refund.createdAt;
  const id = notifyId(endedAt, "00333", refund.id);
  const isFull = refunded >= (order.paidAmount ?? order.amount);
  const params: Params = {
    ...paidTrade(order, sellerId),
    notify_id: id,
    trade_status: isFull ? "TRADE_CLOSED" : "TRADE_SUCCESS",
    out_biz_no: refund.outRefundNo,
    refund_fee: toYuan(refunded),
    send_back_fee: toYuan(refund.amount),
    gmt_refund: toGatewayTime(endedAt),
    ...(isFull ? { gmt_close: toGatewayTime(endedAt) } : {}),
  };
  const about = { id: refund.id, url };
  return { id, orderId: order.id, refund: about, type: notificationType, content: JSON.stringify(params) };
}

function paidTrade(order: Order, sellerId: string): Params {
  const buyer = buyerOf(order);
  const taken = toYuan(order.paidAmount ?? order.amount);
  return {
    notify_type: notificationType,
    app_id: order.account,
    auth_app_id: order.account,
    charset: "utf-8",
    version: "1.0",
    sign_type: "RSA2",
    trade_no: order.transactionId ?? "",
    out_trade_no: order.outTradeNo,
    ...("userId" in buyer ? { buyer_id: buyer.userId } : { buyer_open_id: buyer.openId }),
    buyer_logon_id: buyer.logonId,
    seller_id: sellerId,
    total_amount: taken,
    receipt_amount: taken,
    invoice_amount: taken,
    buyer_pay_amount: taken,
    point_amount: "0.00",
    subject: order.subject,
    ...parseAlipayDetails(order).echoed,
    gmt_create: toGatewayTime(order.scannedAt ?? order.createdAt),
    gmt_payment: toGatewayTime(order.paidAt ?? order.createdAt),
    fund_bill_list: JSON.stringify([{ amount: taken, fundChannel: "ALIPAYACCOUNT" }]),
  };
}

/** 34 digits: the day, what it is, and our own number of it. */
function notifyId(atMs: number, kind: string, number: number): string {
  return `${toCompactDay(atMs)}${kind}${String(number).padStart(21, "0")}`;
}
