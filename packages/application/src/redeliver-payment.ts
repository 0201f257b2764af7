import { type Database, findEventIdsOfPayment } from "@compose-pay/database";
import type { Clock } from "@compose-pay/runtime";
import { redeliverEvent } from "./redeliver-event.ts";

export interface PaymentRedelivery {
  /** Events that go out again, wherever they go. */
  readonly events: number;
  readonly deliveries: number;
  /** Events that are being delivered at this moment, and were left alone. */
  readonly busy: number;
}

/** The newest ones of a payment that go out again; it has a handful, and one more with each refund. */
const mostEvents = 50;

/** Sends the events of a payment again, each with its id and its bytes; one after the other, oldest first. */
export async function redeliverPayment(
  deps: { readonly database: Database; readonly clock: Clock },
  paymentId: string,
): Promise<PaymentRedelivery> {
  const newest = await findEventIdsOfPayment(deps.database.connection, paymentId, mostEvents);
  let [events, deliveries, busy] = [0, 0, 0];
  for (const eventId of newest.toReversed()) {
    const again = await redeliverEvent(deps, { eventId, endpointId: null });
    if (again.kind === "event_locked") busy += 1;
    if (again.kind !== "redelivered") continue;
    events += 1;
    deliveries += again.deliveries.length;
  }
  return { events, deliveries, busy };
}
