import { listDeliveries } from "@compose-pay/application";
import { type Delivery, type List, parseListDeliveriesQuery } from "@compose-pay/contracts";
import type { Database } from "@compose-pay/database";
import { invalidRequest, json, notFound, unknownCursor } from "@compose-pay/http";
import type { Verb } from "../merchant-call.ts";
import { findOwnEndpoint } from "./own-endpoint.ts";

/** `GET /v1/webhook_endpoints/{id}/deliveries` */
export function listDeliveriesVerb({ database }: { readonly database: Database }): Verb {
  return async (call) => {
    const parsed = parseListDeliveriesQuery(call.query);
    if (!parsed.ok) return invalidRequest(parsed.errors);
    const endpoint = await findOwnEndpoint(database, call);
    if (endpoint === null) return notFound("webhook endpoint");
    const { limit, starting_after: after, status } = parsed.value;
    const page = await listDeliveries(database, endpoint, { after, limit, status });
    if (page === null) return unknownCursor("delivery");
    const { deliveries, nextCursor } = page;
    const list: List<Delivery> = {
      object: "list",
      data: deliveries,
      has_more: nextCursor !== null,
      next_cursor: nextCursor,
    };
    return json(200, list);
  };
}
