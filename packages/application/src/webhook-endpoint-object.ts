import type { WebhookEndpoint } from "@compose-pay/contracts";
import type { WebhookEndpointView } from "./webhook-endpoint-view.ts";

/** The endpoint as merchants read it: in answers, in lists and in the event that it was disabled. */
export function webhookEndpointObject(endpoint: WebhookEndpointView): WebhookEndpoint {
  return {
    id: endpoint.id,
    object: "webhook_endpoint",
    url: endpoint.url,
    event_types: endpoint.eventTypes,
    description: endpoint.description,
    status: endpoint.status,
    disabled_reason: endpoint.disabledReason,
    rate_limit: endpoint.rateLimit,
    signatures: endpoint.publicKey === null ? ["v1"] : ["v1", "v1a"],
    public_key: endpoint.publicKey,
    live: endpoint.live,
    created_at: endpoint.createdAt.toISOString(),
  };
}
