import { toRfc3339 } from "../core/china-time.ts";
import type { NotificationLog } from "../core/notification-log.ts";
import type { NotificationRecord } from "../core/notification.ts";
import type { Order, OrderStatus, RefundStatus } from "../core/order.ts";
import type { Refunds } from "../core/refunds.ts";

/** What really happened to an order, for tests to compare with. Amounts are fen, times RFC 3339. */
export type OrderTruth = {
  readonly out_trade_no: string;
  readonly account: string;
  readonly status: OrderStatus;
  /** What the channel took; what was asked for while nothing is taken. */
  readonly amount: number;
  readonly paid_at: string | null;
  readonly transaction_id: string | null;
  readonly refunds: readonly {
    readonly out_refund_no: string;
    readonly status: RefundStatus;
    readonly amount: number;
  }[];
  readonly notifications: readonly NotificationRecord[];
};

export type TruthSources = { readonly refunds: Refunds; readonly log: NotificationLog };

export function orderTruth({ refunds, log }: TruthSources, order: Order): OrderTruth {
  return {
    out_trade_no: order.outTradeNo,
    account: order.account,
    status: order.status,
    amount: order.paidAmount ?? order.amount,
    paid_at: order.paidAt === null ? null : toRfc3339(order.paidAt),
    transaction_id: order.transactionId,
    refunds: refunds.ofOrder(order.id).map((refund) => ({
      out_refund_no: refund.outRefundNo,
      status: refund.status,
      amount: refund.amount,
    })),
    notifications: log.recordsOfOrder(order.id),
  };
}
