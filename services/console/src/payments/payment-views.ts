import { failureObject } from "@compose-pay/application";
import type { AttemptView, PaymentFactsView, PaymentRowView } from "@compose-pay/contracts";
import type { AttemptRow, ListedPayment, PaymentRow } from "@compose-pay/database";

export function paymentRowView({ payment, attempt, appName }: ListedPayment): PaymentRowView {
  return {
    id: payment.id,
    order_no: payment.orderNo,
    app_id: payment.appId,
    app_name: appName,
    live: payment.live,
    status: payment.status,
    method: payment.method,
    channel: attempt.channel,
    channel_trade_no: attempt.channelTradeNo,
    amount: payment.amount,
    amount_refunded: payment.amountRefunded,
    fee: payment.fee,
    currency: payment.currency,
    subject: payment.subject,
    created_at: payment.createdAt.toISOString(),
    paid_at: payment.paidAt?.toISOString() ?? null,
    closed_at: payment.closedAt?.toISOString() ?? null,
  };
}

/** Names of channel accounts by their ids. */
export type AccountNames = ReadonlyMap<string, string>;

export function paymentFactsView(listed: ListedPayment, names: AccountNames): PaymentFactsView {
  const { payment, attempt } = listed;
  return {
    ...paymentRowView(listed),
    description: payment.description,
    metadata: payment.metadata,
    account_id: attempt.channelAccountId,
    account_name: names.get(attempt.channelAccountId) ?? null,
    client_ip: payment.clientIp,
    notify_url: payment.notifyUrl,
    return_url: payment.returnUrl,
    expires_at: payment.expiresAt.toISOString(),
    trace_id: payment.traceId,
  };
}

export function attemptView(
  attempt: AttemptRow,
  { currentAttemptId }: Pick<PaymentRow, "currentAttemptId">,
  names: AccountNames,
): AttemptView {
  return {
    id: attempt.id,
    method: attempt.method,
    channel: attempt.channel,
    account_id: attempt.channelAccountId,
    account_name: names.get(attempt.channelAccountId) ?? null,
    state: attempt.state,
    amount: attempt.amount,
    fee: attempt.fee,
    channel_trade_no: attempt.channelTradeNo,
    failure: attempt.failure === null ? null : failureObject(attempt.failure),
    close_requested: attempt.closeRequested,
    queries_made: attempt.queriesMade,
    due_at: attempt.dueAt?.toISOString() ?? null,
    created_at: attempt.createdAt.toISOString(),
    expires_at: attempt.expiresAt.toISOString(),
    settled_at: attempt.settledAt?.toISOString() ?? null,
    is_current: attempt.id === currentAttemptId,
  };
}
