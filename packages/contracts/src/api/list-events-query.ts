import { z } from "zod";
import { pageQuery, type PageQuery } from "./page-query.ts";
import { type Parsed, parseQuery } from "./parse-body.ts";

/** Reads the parameters of `GET /v1/events` from the parsed query string; unknown ones are faults. */
export function parseListEventsQuery(query: unknown): Parsed<PageQuery> {
  return parseQuery(listEventsQuery, query);
}

export const listEventsQuery = z.strictObject(pageQuery) satisfies z.ZodType<PageQuery>;
