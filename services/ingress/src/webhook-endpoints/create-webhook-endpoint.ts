import { createWebhookEndpoint, webhookEndpointObject } from "@compose-pay/application";
import { type NewWebhookEndpoint, parseCreateWebhookEndpoint } from "@compose-pay/contracts";
import { type Answer, invalidRequest, json, notFound, problem } from "@compose-pay/http";
import type { Verb } from "../merchant-call.ts";
import { urlNotAllowed } from "../url-not-allowed.ts";
import type { WebhookDeps } from "./webhook-deps.ts";

/** `POST /v1/webhook_endpoints` */
export function createWebhookEndpointVerb(deps: WebhookDeps): Verb {
  return async ({ caller, body, requestId }) => {
    const parsed = parseCreateWebhookEndpoint(body);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const { appId, live } = caller;
    const made = await createWebhookEndpoint(deps, { appId, live, parameters: parsed.value });
    switch (made.kind) {
      case "created": {
        const { endpoint, secret } = made;
        const fields = { endpoint_id: endpoint.id, app_id: appId, trace_id: requestId };
        deps.logger.info(fields, "webhook endpoint created");
        const shown: NewWebhookEndpoint = { ...webhookEndpointObject(endpoint), secret };
        return json(201, shown);
      }
      case "url_refused":
        return urlNotAllowed("url", made.refusal);
      case "too_many":
        return tooMany(made.most, live);
      case "app_unknown":
        return notFound("app");
    }
  };
}

function tooMany(most: number, live: boolean): Answer {
  const message = `must wait until one is deleted: the app has ${most} endpoints for ${live ? "live" : "test"} payments`;
  return {
    ...problem("invalid_request", `an app has at most ${most} endpoints in each mode; nothing was stored`),
    errors: [{ path: "", message }],
  };
}
