import { type Connection, insertEvent, type PaymentView } from "@compose-pay/database";
import type { PaymentEventType } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { later, messageLeaseMs } from "./due-after.ts";
import { paymentObject } from "./payment-object.ts";

/** Keeps the fact for the merchant as the exact text that every delivery of it sends; answers its id. */
export async function saveEvent(
  transaction: Connection,
  fact: {
    readonly view: PaymentView;
    readonly type: PaymentEventType;
    readonly traceId: string;
    readonly at: Date;
  },
): Promise<string> {
  const { payment } = fact.view;
  const id = newId("evt");
  const body = {
    id,
    type: fact.type,
    timestamp: fact.at.toISOString(),
    sequence: payment.eventSequence,
    data: paymentObject(fact.view),
  };
  await insertEvent(transaction, {
    id,
    appId: payment.appId,
    paymentId: payment.id,
    live: payment.live,
    type: fact.type,
    sequence: payment.eventSequence,
    body: JSON.stringify(body),
    notifyUrl: payment.notifyUrl,
    traceId: fact.traceId,
    dueAt: later(fact.at, messageLeaseMs),
    createdAt: fact.at,
  });
  return id;
}
