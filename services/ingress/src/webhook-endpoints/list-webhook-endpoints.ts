import { webhookEndpointObject } from "@compose-pay/application";
import { parseListWebhookEndpointsQuery } from "@compose-pay/contracts";
import { type Database, listWebhookEndpoints } from "@compose-pay/database";
import { invalidRequest, json, listOf, unknownCursor } from "@compose-pay/http";
import type { Verb } from "../merchant-call.ts";
import { findOwnEndpoint } from "./own-endpoint.ts";

/** `GET /v1/webhook_endpoints` */
export function listWebhookEndpointsVerb({ database }: { readonly database: Database }): Verb {
  return async ({ caller, query }) => {
    const parsed = parseListWebhookEndpointsQuery(query);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const { limit, starting_after: after } = parsed.value;
    const isKnown = after === undefined || (await findOwnEndpoint(database, { caller, id: after })) !== null;
    if (!isKnown) return unknownCursor("webhook endpoint");
    const rows = await listWebhookEndpoints(database.connection, caller, { after, limit: limit + 1 });
    return json(200, listOf(rows, limit, { idOf: ({ id }) => id, show: webhookEndpointObject }));
  };
}
