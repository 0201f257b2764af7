import type { AttemptRow, RefundRow } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";

/** A refund of all of an attempt, as its table has it. */
export function newRefundOf(attempt: AttemptRow, change: Partial<RefundRow>): RefundRow {
  return {
    id: newId("rfd"),
    appId: "app_1",
    paymentId: attempt.paymentId,
    attemptId: attempt.id,
    kind: "merchant",
    refundNo: newId("no"),
    automaticFor: null,
    parametersSha256: "0".repeat(64),
    method: attempt.method,
    channel: attempt.channel,
    channelAccountId: attempt.channelAccountId,
    amount: attempt.amount,
    currency: attempt.currency,
    feeReturned: attempt.fee,
    reason: null,
    notifyUrl: null,
    metadata: {},
    live: false,
    state: "created",
    channelRefundNo: null,
    failure: null,
    triesMade: 0,
    dueAt: null,
    traceId: "trace",
    createdAt: attempt.createdAt,
    succeededAt: null,
    settledAt: null,
    ...change,
  };
}
