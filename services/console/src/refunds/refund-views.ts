import { failureObject } from "@compose-pay/application";
import type { RefundRequestView, RefundRowView } from "@compose-pay/contracts";
import {
  type Connection,
  type RefundRequestRow,
  refundRequestViews,
  type RefundRequestView as StoredRequest,
  type RefundRow,
} from "@compose-pay/database";

export function refundRowView(refund: RefundRow): RefundRowView {
  return {
    id: refund.id,
    refund_no: refund.refundNo,
    payment_id: refund.paymentId,
    app_id: refund.appId,
    live: refund.live,
    kind: refund.kind,
    state: refund.state,
    method: refund.method,
    channel: refund.channel,
    account_id: refund.channelAccountId,
    amount: refund.amount,
    currency: refund.currency,
    reason: refund.reason,
    channel_refund_no: refund.channelRefundNo,
    failure: refund.failure === null ? null : failureObject(refund.failure),
    due_at: refund.dueAt?.toISOString() ?? null,
    created_at: refund.createdAt.toISOString(),
    succeeded_at: refund.succeededAt?.toISOString() ?? null,
  };
}

/** One request with the names of its people. */
export async function findRefundRequestView(
  connection: Connection,
  row: RefundRequestRow,
): Promise<RefundRequestView> {
  const [view] = await refundRequestViews(connection, [row]);
  if (view === undefined) throw new Error("a row has a view");
  return refundRequestView(view);
}

export function refundRequestView({ request, orderNo, emails }: StoredRequest): RefundRequestView {
  const nameOf = (id: string) => ({ id, email: emails.get(id) ?? null });
  return {
    id: request.id,
    kind: request.kind,
    payment_id: request.paymentId,
    app_id: request.appId,
    order_no: orderNo,
    amount: request.amount,
    reason: request.reason,
    state: request.state,
    requested_by: nameOf(request.requestedBy),
    requested_at: request.requestedAt.toISOString(),
    decided_by: request.decidedBy === null ? null : nameOf(request.decidedBy),
    decided_at: request.decidedAt?.toISOString() ?? null,
    decision_reason: request.decisionReason,
    refund_id: request.refundId,
    card: cardOf(request),
  };
}

function cardOf({ bankType, cardEndsIn }: RefundRequestRow): RefundRequestView["card"] {
  return bankType === null || cardEndsIn === null ? null : { bank_type: bankType, ends_in: cardEndsIn };
}
