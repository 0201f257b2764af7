import type { RefundView } from "@compose-pay/database";
import type { JsonDocument } from "../command-result.ts";

export function refundDocument({ refund, payment }: Pick<RefundView, "refund" | "payment">): JsonDocument {
  return {
    object: "refund",
    id: refund.id,
    app_id: refund.appId,
    refund_no: refund.refundNo,
    kind: refund.kind,
    state: refund.state,
    amount: refund.amount,
    currency: refund.currency,
    fee_returned: refund.feeReturned,
    payment_id: refund.paymentId,
    order_no: payment.orderNo,
    attempt_id: refund.attemptId,
    account_id: refund.channelAccountId,
    channel: refund.channel,
    channel_refund_no: refund.channelRefundNo,
    failure: refund.failure?.channelMessage ?? refund.failure?.code ?? null,
    tries_made: refund.triesMade,
    due_at: refund.dueAt?.toISOString() ?? null,
    created_at: refund.createdAt.toISOString(),
    succeeded_at: refund.succeededAt?.toISOString() ?? null,
  };
}
