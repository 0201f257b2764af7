import { webhookEndpointObject } from "@compose-pay/application";
import type { Database } from "@compose-pay/database";
import { json, notFound } from "@compose-pay/http";
import type { Verb } from "../merchant-call.ts";
import { findOwnEndpoint } from "./own-endpoint.ts";

/** `GET /v1/webhook_endpoints/{id}` */
export function getWebhookEndpointVerb({ database }: { readonly database: Database }): Verb {
  return async (call) => {
    const endpoint = await findOwnEndpoint(database, call);
    return endpoint === null ? notFound("webhook endpoint") : json(200, webhookEndpointObject(endpoint));
  };
}
