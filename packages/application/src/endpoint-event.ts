import { fanOutEvents, type WebhookBody } from "@compose-pay/contracts";
import type { EventRow, OutboxRow } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { later, messageLeaseMs } from "./due-after.ts";
import { outboxMessage } from "./outbox-message.ts";
import { webhookEndpointObject } from "./webhook-endpoint-object.ts";
import type { WebhookEndpointView } from "./webhook-endpoint-view.ts";

/** An event about an endpoint and the message by which it is fanned out; both are stored in one transaction. */
export interface EndpointEvent {
  readonly event: EventRow;
  readonly message: OutboxRow;
}

interface Occurrence {
  readonly traceId: string;
  readonly at: Date;
}

/** A trial of this endpoint, which goes to no other. */
export function webhookTestEvent(
  endpoint: Pick<WebhookEndpointView, "id" | "appId" | "live">,
  occurrence: Occurrence,
): EndpointEvent {
  const { id, live } = endpoint;
  const told = {
    type: "webhook.test",
    data: { object: "webhook_test", endpoint_id: id, live },
  } as const;
  return endpointEvent({ ...endpoint, goesTo: id }, told, occurrence);
}

/** An endpoint was disabled, which the app's other endpoints of its mode are told. @param endpoint as it is then */
export function endpointDisabledEvent(endpoint: WebhookEndpointView, occurrence: Occurrence): EndpointEvent {
  const told = { type: "webhook.endpoint_disabled", data: webhookEndpointObject(endpoint) } as const;
  return endpointEvent({ ...endpoint, goesTo: null }, told, occurrence);
}

function endpointEvent(
  of: { readonly appId: string; readonly live: boolean; readonly goesTo: string | null },
  told: Pick<WebhookBody, "type" | "data">,
  { traceId, at }: Occurrence,
): EndpointEvent {
  const id = newId("evt", at);
  const { type, data } = told;
  const event = {
    id,
    appId: of.appId,
    paymentId: null,
    endpointId: of.goesTo,
    live: of.live,
    type,
    sequence: 1,
    body: JSON.stringify({ id, type, timestamp: at.toISOString(), sequence: 1, data }),
    notifyUrl: null,
    refundNotifyUrl: null,
    traceId,
    dueAt: later(at, messageLeaseMs),
    createdAt: at,
  };
  return {
    event,
    message: outboxMessage("notify.events", fanOutEvents, { body: { event_ids: [id] }, traceId, at }),
  };
}
