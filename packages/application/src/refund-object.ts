import type { Refund } from "@compose-pay/contracts";
import type { RefundView } from "@compose-pay/database";
import { refundStatusOf } from "@compose-pay/domain";
import { failureObject } from "./failure-object.ts";

/** The refund as merchants read it: in answers, in lists and in events. */
export function refundObject({ refund, payment }: Pick<RefundView, "refund" | "payment">): Refund {
  const status = refundStatusOf(refund.state);
  const hasFailure = status === "failed" || status === "abnormal";
  return {
    id: refund.id,
    object: "refund",
    refund_no: refund.refundNo,
    payment_id: refund.paymentId,
    order_no: payment.orderNo,
    amount: refund.amount,
    currency: refund.currency,
    status,
    reason: refund.reason,
    channel_refund_no: refund.channelRefundNo,
    failure: hasFailure && refund.failure !== null ? failureObject(refund.failure) : null,
    metadata: refund.metadata,
    created_at: refund.createdAt.toISOString(),
    succeeded_at: refund.succeededAt?.toISOString() ?? null,
  };
}
