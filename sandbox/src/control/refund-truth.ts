import { toRfc3339 } from "../core/china-time.ts";
import type { NotificationRecord } from "../core/notification.ts";
import type { Refund, RefundStatus } from "../core/order.ts";
import type { ControlDesk } from "./control-desk.ts";

/** What really happened to a refund. Amounts are fen, times RFC 3339. */
export type RefundTruth = {
  readonly out_refund_no: string;
  readonly refund_id: string;
  readonly out_trade_no: string | null;
  readonly status: RefundStatus;
  readonly amount: number;
  readonly ended_at: string | null;
  readonly notifications: readonly NotificationRecord[];
};

export function refundTruth(
  { orders, log }: Pick<ControlDesk, "orders" | "log">,
  refund: Refund,
): RefundTruth {
  return {
    out_refund_no: refund.outRefundNo,
    refund_id: refund.refundId,
    out_trade_no: orders.findById(refund.orderId)?.outTradeNo ?? null,
    status: refund.status,
    amount: refund.amount,
    ended_at: refund.endedAt === null ? null : toRfc3339(refund.endedAt),
    notifications: log.recordsOfRefund(refund.id),
  };
}
