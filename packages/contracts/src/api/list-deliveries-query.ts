import { z } from "zod";
import { type DeliveryStatus, deliveryStatus } from "./delivery.ts";
import { pageQuery, type PageQuery } from "./page-query.ts";
import { type Parsed, parseQuery } from "./parse-body.ts";

/** The parameters of `GET /v1/webhook_endpoints/{id}/deliveries`. */
export interface ListDeliveriesQuery extends PageQuery {
  readonly status?: DeliveryStatus;
}

/** Reads the parameters from the parsed query string; unknown ones are faults. */
export function parseListDeliveriesQuery(query: unknown): Parsed<ListDeliveriesQuery> {
  return parseQuery(listDeliveriesQuery, query);
}

export const listDeliveriesQuery = z.strictObject({
  ...pageQuery,
  status: deliveryStatus.exactOptional(),
}) satisfies z.ZodType<ListDeliveriesQuery>;
