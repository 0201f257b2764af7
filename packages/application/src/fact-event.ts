import type { EventRow, PaymentView } from "@compose-pay/database";
import type { PaymentEventType } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { later, messageLeaseMs } from "./due-after.ts";
import { paymentObject } from "./payment-object.ts";

/** The fact for the merchant, with the exact text that every delivery of it sends. */
export function factEvent(fact: {
  readonly view: PaymentView;
  readonly type: PaymentEventType;
  readonly traceId: string;
  readonly at: Date;
}): EventRow {
  const { payment } = fact.view;
  const id = newId("evt");
  const body = {
    id,
    type: fact.type,
    timestamp: fact.at.toISOString(),
    sequence: payment.eventSequence,
    data: paymentObject(fact.view),
  };
  return {
    id,
    appId: payment.appId,
    paymentId: payment.id,
    endpointId: null,
    live: payment.live,
    type: fact.type,
    sequence: payment.eventSequence,
    body: JSON.stringify(body),
    notifyUrl: payment.notifyUrl,
    refundNotifyUrl: null,
    traceId: fact.traceId,
    dueAt: later(fact.at, messageLeaseMs),
    createdAt: fact.at,
  };
}
