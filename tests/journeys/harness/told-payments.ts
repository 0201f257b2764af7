import type { EventRow } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import type { ReceivedWebhook } from "@compose-pay/test-support";

const types = ["payment.succeeded", "refund.succeeded", "refund.failed"] as const;

/** `payments` times `events` facts, each payment's one after the other. */
export function newFacts(payments: number, events: 1 | 2 | 3): readonly Partial<EventRow>[] {
  return Array.from({ length: payments }, () => newId("pay")).flatMap((paymentId) =>
    types.slice(0, events).map((type, index) => ({ paymentId, type, sequence: index + 1 })),
  );
}

/** Ids of events in the order in which they came first; repetitions are left out. */
export function firstArrivals(received: readonly ReceivedWebhook[]): readonly string[] {
  return [...new Set(received.map(({ headers }) => String(headers["webhook-id"])))];
}

/** Payments of which an event came before an earlier one, or did not come at all. */
export function outOfOrder(
  events: readonly Pick<EventRow, "id" | "paymentId" | "sequence">[],
  received: readonly ReceivedWebhook[],
): readonly string[] {
  const places = new Map(firstArrivals(received).map((id, index) => [id, index]));
  const byPayment = Map.groupBy(events, ({ paymentId }) => paymentId ?? "");
  return [...byPayment].flatMap(([paymentId, ofPayment]) => {
    const came = ofPayment
      .toSorted((one, other) => one.sequence - other.sequence)
      .map(({ id }) => places.get(id) ?? Number.NaN);
    const isInOrder = came.every((place, index) => index === 0 || place > (came[index - 1] ?? Number.NaN));
    return isInOrder && !came.some(Number.isNaN) ? [] : [paymentId];
  });
}
