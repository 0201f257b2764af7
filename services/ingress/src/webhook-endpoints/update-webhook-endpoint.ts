import { updateWebhookEndpoint, webhookEndpointObject } from "@compose-pay/application";
import { parseUpdateWebhookEndpoint } from "@compose-pay/contracts";
import { invalidRequest, json, notFound } from "@compose-pay/http";
import type { Verb } from "../merchant-call.ts";
import { urlNotAllowed } from "../url-not-allowed.ts";
import { endpointRef } from "./own-endpoint.ts";
import type { WebhookDeps } from "./webhook-deps.ts";

/** `PATCH /v1/webhook_endpoints/{id}` */
export function updateWebhookEndpointVerb(deps: WebhookDeps): Verb {
  return async (call) => {
    const ref = endpointRef(call);
    if (ref === null) return notFound("webhook endpoint");
    const parsed = parseUpdateWebhookEndpoint(call.body);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const updated = await updateWebhookEndpoint(deps, ref, parsed.value);
    switch (updated.kind) {
      case "updated":
        return json(200, webhookEndpointObject(updated.endpoint));
      case "url_refused":
        return urlNotAllowed("url", updated.refusal);
      case "not_found":
        return notFound("webhook endpoint");
    }
  };
}
