import { newId } from "@compose-pay/runtime";
import type { DeliveryRow } from "./deliveries.ts";
import { type DeliveryPlace, deliveryTargetId } from "./delivery-targets.ts";

/**
 * A delivery that was not attempted yet.
 *
 * @param event with the trace that the delivery goes on with
 * @param when.nextAttemptAt when it is due, or until when its maker holds it
 */
export function newDelivery(
  event: { readonly id: string; readonly appId: string; readonly traceId: string },
  { endpointId, url }: Pick<DeliveryPlace, "endpointId" | "url">,
  when: Pick<DeliveryRow, "trigger"> & { readonly now: Date; readonly nextAttemptAt: Date },
): DeliveryRow {
  const { id: eventId, appId, traceId } = event;
  return {
    id: newId("dlv", when.now),
    eventId,
    appId,
    endpointId,
    targetId: deliveryTargetId({ appId, endpointId, url }),
    url,
    state: "pending",
    trigger: when.trigger,
    attemptsMade: 0,
    ladderFrom: 0,
    nextAttemptAt: when.nextAttemptAt,
    lastStatus: null,
    traceId,
    createdAt: when.now,
    endedAt: null,
  };
}
