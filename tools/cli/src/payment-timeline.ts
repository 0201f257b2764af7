import type { PaymentJournal } from "@compose-pay/database";

/** One thing that happened, in the words of its table. */
export interface TimelineEntry {
  readonly at: Date;
  /** `state`, `call`, `notification`, `discrepancy`, `event`, `delivery`. */
  readonly kind: string;
  /** What it is about: an attempt, a refund, an event, an endpoint. */
  readonly subject: string;
  readonly what: string;
  readonly trace_id: string | null;
}

/**
 * Everything that is written down about a payment in the order in which it happened. What happened in the same
 * millisecond stands in the order of cause and effect: calls and notifications, states,
 * differences, events, deliveries.
 */
export function paymentTimeline(journal: PaymentJournal): readonly TimelineEntry[] {
  const entries = [
    ...callEntries(journal),
    ...notificationEntries(journal),
    ...changeEntries(journal),
    ...discrepancyEntries(journal),
    ...eventEntries(journal),
    ...deliveryEntries(journal),
  ];
  // The sort is stable.
  return entries.toSorted((one, other) => one.at.getTime() - other.at.getTime());
}

function callEntries({ calls }: PaymentJournal): readonly TimelineEntry[] {
  return calls.map((call) => {
    const codes = [call.httpStatus, call.channelCode, call.detail].filter((one) => one !== null);
    const told = codes.length === 0 ? "" : ` (${codes.join(", ")})`;
    return {
      at: call.startedAt,
      kind: "call",
      subject: call.refundId ?? call.attemptId ?? "",
      what: `${call.operation} ${call.outcome}${told} in ${call.durationMs} ms`,
      trace_id: call.traceId,
    };
  });
}

function notificationEntries({ notifications }: PaymentJournal): readonly TimelineEntry[] {
  return notifications.map((row) => {
    const why = row.reason === null ? "" : ` (${row.reason})`;
    const times = row.timesReceived === 1 ? "" : `, came ${row.timesReceived} times`;
    return {
      at: row.receivedAt,
      kind: "notification",
      subject: row.refundId ?? row.attemptId ?? "",
      what: `${row.id} ${row.verdict}${why}${times}`,
      trace_id: row.traceId,
    };
  });
}

function changeEntries({ changes }: PaymentJournal): readonly TimelineEntry[] {
  return changes.map((change) => ({
    at: change.at,
    kind: "state",
    subject: change.subjectId,
    what: `${change.fromState} → ${change.toState} (${change.cause})`,
    trace_id: change.traceId,
  }));
}

function discrepancyEntries({ discrepancies }: PaymentJournal): readonly TimelineEntry[] {
  return discrepancies.map((row) => ({
    at: row.foundAt,
    kind: "discrepancy",
    subject: row.refundId === "" ? (row.attemptId ?? "") : row.refundId,
    what: `${row.type} (${row.state})`,
    trace_id: row.traceId,
  }));
}

function eventEntries({ events }: PaymentJournal): readonly TimelineEntry[] {
  return events.map((event) => ({
    at: event.createdAt,
    kind: "event",
    subject: event.id,
    what: `${event.type}, sequence ${event.sequence}`,
    trace_id: event.traceId,
  }));
}

function deliveryEntries({ deliveries, deliveryAttempts }: PaymentJournal): readonly TimelineEntry[] {
  const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  return deliveryAttempts.map((attempt) => {
    const delivery = byId.get(attempt.deliveryId);
    const isLast = delivery?.attemptsMade === attempt.number;
    return {
      at: attempt.startedAt,
      kind: "delivery",
      subject: delivery?.eventId ?? attempt.deliveryId,
      what: [
        `to ${delivery?.endpointId ?? "an endpoint"}, try ${attempt.number}:`,
        `${attempt.error ?? attempt.status ?? "no answer"} in ${attempt.durationMs} ms`,
        ...(isLast && delivery !== undefined ? [`(${delivery.state})`] : []),
      ].join(" "),
      trace_id: delivery?.traceId ?? null,
    };
  });
}

/** What to say of a journal that is too long to be shown whole; empty when nothing is left out. */
export function leftOut({ cutOff }: Pick<PaymentJournal, "cutOff">): string {
  return cutOff.length === 0 ? "" : `earlier ones left out: ${cutOff.join(", ")}`;
}
