import { makeRefund } from "@compose-pay/contracts";
import type { AttemptRow, OutboxRow, PaymentRow, RefundRow } from "@compose-pay/database";
import { channelQueue } from "@compose-pay/messaging";
import { newRefund } from "./new-refund.ts";
import { outboxMessage } from "./outbox-message.ts";

/**
 * The refund of a second attempt that took money: all of it goes back, and the payment's balance, which is the
 * first attempt's money, stays as it is. There is one at most for an attempt.
 */
export function automaticRefund(of: {
  readonly payment: PaymentRow;
  readonly attempt: AttemptRow;
  readonly traceId: string;
  readonly at: Date;
}): { readonly row: RefundRow; readonly message: OutboxRow } {
  const { attempt, traceId, at } = of;
  const row = newRefund({
    ...of,
    amount: attempt.amount,
    feeReturnedBefore: 0,
    asked: { kind: "duplicate" },
  });
  return { row, message: makeRefundMessage(row, traceId, at) };
}

/** Sends a refund to its channel. */
export function makeRefundMessage({ id, channel }: RefundRow, traceId: string, at: Date): OutboxRow {
  return outboxMessage(channelQueue(channel, "background"), makeRefund, {
    body: { refund_id: id },
    traceId,
    at,
  });
}
