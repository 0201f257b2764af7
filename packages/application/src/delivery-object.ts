import {
  type AwaitedDelivery,
  type Delivery,
  type DeliveryAttempt,
  type DeliveryStatus,
  mostShownAttempts,
} from "@compose-pay/contracts";
import type {
  DeliveryAttemptRow,
  DeliveryRow,
  DeliveryView,
  EventRow,
  ShownAttempts,
} from "@compose-pay/database";
import type { WebhookEndpointView } from "./webhook-endpoint-view.ts";

type EndpointStatus = WebhookEndpointView["status"];

/** What merchants see of the attempts of a delivery: a page of a hundred stays small. */
export const shownAttempts: ShownAttempts = { most: mostShownAttempts, responsesOf: "newest" };

/** A delivery as merchants read it. @param endpointStatus of its endpoint; an own address is never disabled */
export function deliveryObject(view: DeliveryView, endpointStatus: EndpointStatus): Delivery {
  const { delivery, eventType, attempts } = view;
  const status = deliveryStatusOf(delivery, endpointStatus);
  return {
    id: delivery.id,
    object: "delivery",
    event_id: delivery.eventId,
    event_type: eventType,
    endpoint_id: delivery.endpointId,
    status,
    attempts_made: delivery.attemptsMade,
    next_attempt_at: status === "paused" ? null : (delivery.nextAttemptAt?.toISOString() ?? null),
    created_at: delivery.createdAt.toISOString(),
    ended_at: delivery.endedAt?.toISOString() ?? null,
    attempts: attempts.map((attempt) => deliveryAttemptObject(attempt, delivery.eventId)),
  };
}

/** What waits for a disabled endpoint is paused, but for a test, which is sent all the same. */
export function deliveryStatusOf(
  { state, trigger }: Pick<DeliveryRow, "state" | "trigger">,
  endpointStatus: EndpointStatus,
): DeliveryStatus {
  const waits = state === "pending" || state === "retrying";
  return waits && trigger !== "test" && endpointStatus === "disabled" ? "paused" : state;
}

export function deliveryAttemptObject(attempt: DeliveryAttemptRow, eventId: string): DeliveryAttempt {
  return {
    id: attempt.id,
    object: "delivery_attempt",
    delivery_id: attempt.deliveryId,
    event_id: eventId,
    number: attempt.number,
    trigger: attempt.trigger,
    started_at: attempt.startedAt.toISOString(),
    status: attempt.status,
    ms: attempt.durationMs,
    address: attempt.address,
    response: attempt.responseStart,
    error: attempt.error,
  };
}

/** The delivery that an event for one endpoint will have, until a worker has made it. */
export function awaitedDeliveryObject(
  event: Pick<EventRow, "id" | "type" | "createdAt">,
  endpointId: string,
): AwaitedDelivery {
  return {
    id: null,
    object: "delivery",
    event_id: event.id,
    event_type: event.type,
    endpoint_id: endpointId,
    status: "pending",
    attempts_made: 0,
    next_attempt_at: null,
    created_at: event.createdAt.toISOString(),
    ended_at: null,
    attempts: [],
  };
}
