import { rotateEndpointSecret, webhookEndpointObject } from "@compose-pay/application";
import { parseNoParameters, type RotatedWebhookEndpoint } from "@compose-pay/contracts";
import { invalidRequest, json, notFound } from "@compose-pay/http";
import type { Verb } from "../merchant-call.ts";
import { endpointRef } from "./own-endpoint.ts";
import type { WebhookDeps } from "./webhook-deps.ts";

/** `POST /v1/webhook_endpoints/{id}/rotate_secret` */
export function rotateSecretVerb(deps: WebhookDeps): Verb {
  return async (call) => {
    const ref = endpointRef(call);
    if (ref === null) return notFound("webhook endpoint");
    const parsed = parseNoParameters(call.body);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const rotated = await rotateEndpointSecret(deps, ref);
    // Nothing was shown here, so that it cannot have been rotated since.
    if (rotated.kind !== "rotated") return notFound("webhook endpoint");
    const { endpoint, secret, previousUntil } = rotated;
    const fields = { endpoint_id: endpoint.id, app_id: endpoint.appId, trace_id: call.requestId };
    deps.logger.info(fields, "a webhook secret was rotated");
    const shown: RotatedWebhookEndpoint = {
      ...webhookEndpointObject(endpoint),
      secret,
      previous_secret_expires_at: previousUntil.toISOString(),
    };
    return json(200, shown);
  };
}
