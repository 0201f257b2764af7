import { z } from "zod";
import { pageQuery, type PageQuery } from "./page-query.ts";
import { type Parsed, parseQuery } from "./parse-body.ts";

/** Reads the parameters of `GET /v1/webhook_endpoints` from the parsed query string; unknown ones are faults. */
export function parseListWebhookEndpointsQuery(query: unknown): Parsed<PageQuery> {
  return parseQuery(listWebhookEndpointsQuery, query);
}

export const listWebhookEndpointsQuery = z.strictObject(pageQuery) satisfies z.ZodType<PageQuery>;
