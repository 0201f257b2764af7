import type { TimelineEntry } from "@compose-pay/contracts";
import type { PaymentJournal } from "@compose-pay/database";

export function eventEntries({ events }: Pick<PaymentJournal, "events">): readonly TimelineEntry[] {
  return events.map((event) => ({
    at: event.createdAt.toISOString(),
    kind: "event",
    subject: event.id,
    what: `${event.type}, sequence ${event.sequence}`,
    trace_id: event.traceId,
    details: {
      event_id: event.id,
      type: event.type,
      sequence: event.sequence,
      endpoint_id: event.endpointId,
      deliveries_made: event.dueAt === null,
    },
  }));
}

type DeliveryJournal = Pick<PaymentJournal, "events" | "deliveries" | "deliveryAttempts">;

/** Each POST to the merchant with the beginning of what it was answered. */
export function deliveryEntries({
  events,
  deliveries,
  deliveryAttempts,
}: DeliveryJournal): readonly TimelineEntry[] {
  const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  const types = new Map(events.map(({ id, type }) => [id, type]));
  return deliveryAttempts.map((attempt) => {
    const delivery = byId.get(attempt.deliveryId);
    const isLast = delivery?.attemptsMade === attempt.number;
    return {
      at: attempt.startedAt.toISOString(),
      kind: "delivery",
      subject: delivery?.eventId ?? attempt.deliveryId,
      what: [
        `to ${delivery?.endpointId ?? "an endpoint"}, try ${attempt.number}:`,
        `${attempt.error ?? attempt.status ?? "no answer"} in ${attempt.durationMs} ms`,
        ...(isLast && delivery !== undefined ? [`(${delivery.state})`] : []),
      ].join(" "),
      trace_id: delivery?.traceId ?? null,
      details: {
        delivery_id: attempt.deliveryId,
        event_type: types.get(delivery?.eventId ?? "") ?? null,
        endpoint_id: delivery?.endpointId ?? null,
        url: delivery?.url ?? null,
        number: attempt.number,
        trigger: attempt.trigger,
        status: attempt.status,
        error: attempt.error,
        address: attempt.address,
        duration_ms: attempt.durationMs,
        answer: attempt.responseStart,
        state: isLast ? (delivery?.state ?? null) : null,
        next_attempt_at: isLast ? (delivery?.nextAttemptAt?.toISOString() ?? null) : null,
      },
    };
  });
}
