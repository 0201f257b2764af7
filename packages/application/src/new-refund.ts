import type { CreateRefund } from "@compose-pay/contracts";
import type { AttemptRow, PaymentRow, RefundRow } from "@compose-pay/database";
import { feeReturnedOf } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { refundDueAfter } from "./refund-due-after.ts";

/** Who wants it: a merchant, or the product by itself for the money of one attempt. */
export type RefundAsked =
  | { readonly kind: "merchant"; readonly parameters: CreateRefund; readonly parametersSha256: string }
  | { readonly kind: "duplicate" | "returned" };

/** The row of a new refund, `created` and due when its message got lost. */
export function newRefund(of: {
  /** As it was before the refund's part of the balance was reserved. */
  readonly payment: PaymentRow;
  readonly attempt: AttemptRow;
  /** In fen. */
  readonly amount: number;
  /** What of the fee the payment's refunds give back that have not failed, in fen. */
  readonly feeReturnedBefore: number;
  readonly asked: RefundAsked;
  readonly at: Date;
  readonly traceId: string;
}): RefundRow {
  const { payment, attempt, amount, asked, at, traceId } = of;
  return {
    id: newId("rfd", at),
    appId: payment.appId,
    paymentId: payment.id,
    attemptId: attempt.id,
    kind: asked.kind,
    ...wishes(asked, attempt.id),
    method: attempt.method,
    channel: attempt.channel,
    channelAccountId: attempt.channelAccountId,
    amount,
    currency: attempt.currency,
    feeReturned: feeReturned(of),
    live: payment.live,
    state: "created",
    channelRefundNo: null,
    failure: null,
    triesMade: 0,
    dueAt: refundDueAfter("created", at),
    traceId,
    createdAt: at,
    succeededAt: null,
    settledAt: null,
  };
}

/**
 * What the refunds give back together with this one, less what the others do: a refund in between may have
 * failed, so that the parts before are not what they were when they were computed.
 */
function feeReturned({
  payment,
  attempt,
  amount,
  asked,
  feeReturnedBefore,
}: Parameters<typeof newRefund>[0]) {
  const isOwnMoney = asked.kind === "duplicate";
  const refund = isOwnMoney ? amount : payment.amountRefunded + amount;
  const { amount: whole, fee } = attempt;
  const together = feeReturnedOf(attempt.feeTerms, { amount: whole, fee, refundedBefore: 0, refund });
  return Math.max(0, together - (isOwnMoney ? 0 : feeReturnedBefore));
}

function wishes(asked: RefundAsked, attemptId: string) {
  if (asked.kind !== "merchant") return { ...noWishes, automaticFor: attemptId };
  const { refund_no: refundNo, reason, notify_url: notifyUrl, metadata } = asked.parameters;
  return {
    refundNo,
    automaticFor: null,
    parametersSha256: asked.parametersSha256,
    reason,
    notifyUrl,
    metadata,
  };
}

const noWishes = {
  refundNo: null,
  parametersSha256: "0".repeat(64),
  reason: null,
  notifyUrl: null,
  metadata: {},
} as const;
