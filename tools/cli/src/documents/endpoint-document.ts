import { type WebhookEndpointView, webhookEndpointObject } from "@compose-pay/application";
import type { JsonDocument } from "../command-result.ts";

/** As the API shows it, and whose it is. */
export function endpointDocument(endpoint: WebhookEndpointView): JsonDocument {
  return { ...webhookEndpointObject(endpoint), app_id: endpoint.appId };
}
