import type { Reply } from "../core/answer.ts";
import { toCompactDay } from "../core/china-time.ts";
import { fingerprint } from "../core/fingerprint.ts";
import type { Order } from "../core/order.ts";
import type { WechatAccount } from "./account.ts";
import type { RefundRequest } from "./refund-request.ts";
import { ok, refuse, refusals } from "./refusal.ts";
import { toRefundView } from "./refund-view.ts";
import type { WechatRefundDetails } from "./refund-view.ts";
import type { WechatDesk } from "./wechat-desk.ts";

const mostRefunds = 50;
const windowMs = 365 * 24 * 60 * 60 * 1000;

/**
 * Takes a refund on, or answers for the one that has this number: the same parameters give its state,
 * other parameters INVALID_REQUEST. 200 means accepted, not refunded (WeChat Pay APIv3, refund).
 */
export function createRefund(desk: WechatDesk, account: WechatAccount, request: RefundRequest): Reply {
  const order = findOrder(desk, account, request);
  if (order === null) return refusals.refundedOrderMissing;
  const { transaction_id: _theirs, out_trade_no: _ours, ...rest } = request;
  const print = fingerprint({ order: order.id, request: rest });
  const key = { channel: "wechat", account: account.mchid, outRefundNo: request.out_refund_no } as const;
  const existing = desk.refunds.find(key);
  if (existing !== null)
    return existing.fingerprint === print ? ok(toRefundView(existing, order)) : refusals.refundChanged;
  const refused = refuseRefund(desk, order, request);
  if (refused !== null) return refused;
  const details: WechatRefundDetails = { fundsAccount: request.funds_account, from: request.amount.from };
  const refund = desk.refunds.open({
    orderId: order.id,
    outRefundNo: request.out_refund_no,
    refundId: newRefundId(order, desk.refunds.ofOrder(order.id).length),
    amount: request.amount.refund,
    reason: request.reason ?? null,
    fingerprint: print,
    details: JSON.stringify(details),
    notifyUrl: request.notify_url ?? null,
    createdAt: desk.clock.now(),
  });
  return refund === null ? refusals.refundTooMuch : ok(toRefundView(refund, order));
}

/** 29 digits that begin with 5030 and carry the day; `nth` tells an order's refunds apart. */
export function newRefundId(order: Order, nth: number): string {
  return `5030${toCompactDay(order.createdAt)}${String(order.id).padStart(13, "0")}${String(nth).padStart(4, "0")}`;
}

function findOrder({ orders }: WechatDesk, account: WechatAccount, request: RefundRequest): Order | null {
  if (request.transaction_id !== undefined)
    return orders.findByTransaction("wechat", account.mchid, request.transaction_id);
  return orders.find({ channel: "wechat", account: account.mchid, outTradeNo: request.out_trade_no ?? "" });
}

/** Null when nothing speaks against a new refund of that sum. */
function refuseRefund(
  { clock, refunds, refundRules }: WechatDesk,
  order: Order,
  { amount }: RefundRequest,
): Reply | null {
  if (order.paidAt === null) return refusals.refundUnpaid;
  const paid = order.paidAmount ?? order.amount;
  if (amount.total !== paid) return refusals.refundTotal;
  const now = clock.now();
  if (now - order.paidAt > windowMs) return tradeOverdue;
  const earlier = refunds.ofOrder(order.id);
  if (earlier.length >= mostRefunds) return refusals.refundTooMany;
  const latest = earlier.at(-1);
  if (latest !== undefined && now - latest.createdAt < refundRules.minIntervalMs) return refusals.tooFast;
  if (refunds.sumOf(order.id) + amount.refund > paid) return refusals.refundTooMuch;
  return refundRules.isBalanceEmpty ? refusals.balanceEmpty : null;
}

const tradeOverdue = refuse(403, { code: "TRADE_OVERDUE", message: "订单已经超过可退款的最大期限" });
