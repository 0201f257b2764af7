import type { AttemptRow, EventRow, RefundView } from "@compose-pay/database";
import type { RefundEventType } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { later, messageLeaseMs } from "./due-after.ts";
import { paymentObject } from "./payment-object.ts";
import { refundObject } from "./refund-object.ts";

/**
 * The fact of a refund for the merchant, with the exact text that every delivery of it sends: the refund, or the
 * payment where it was paid twice. It counts in the payment's sequence, which the view has raised already.
 */
export function refundEvent(fact: {
  readonly view: RefundView;
  /** The attempt that speaks for the payment. */
  readonly speaking: AttemptRow;
  readonly type: RefundEventType;
  readonly traceId: string;
  readonly at: Date;
}): EventRow {
  const { view, speaking, type, traceId, at } = fact;
  const { refund, payment } = view;
  const id = newId("evt");
  const isOfPayment = type === "payment.duplicate_refunded";
  const body = {
    id,
    type,
    timestamp: at.toISOString(),
    sequence: payment.eventSequence,
    data: isOfPayment ? paymentObject({ payment, attempt: speaking }) : refundObject(view),
  };
  return {
    id,
    appId: payment.appId,
    paymentId: payment.id,
    endpointId: null,
    live: payment.live,
    type,
    sequence: payment.eventSequence,
    body: JSON.stringify(body),
    notifyUrl: payment.notifyUrl,
    refundNotifyUrl: refund.notifyUrl === payment.notifyUrl ? null : refund.notifyUrl,
    traceId,
    dueAt: later(at, messageLeaseMs),
    createdAt: at,
  };
}
