import { getPaymentQuery, type GetPaymentQuery } from "./get-payment-query.ts";
import { type Parsed, parseQuery } from "./parse-body.ts";
import { z } from "zod";

/** The parameters of `GET /v1/refunds/{id}`: whether the channel is asked first. */
export type GetRefundQuery = GetPaymentQuery;

/** Reads the parameters of `GET /v1/refunds/{id}` from the parsed query string; unknown ones are faults. */
export function parseGetRefundQuery(query: unknown): Parsed<GetRefundQuery> {
  return parseQuery(getRefundQuery, query);
}

export const getRefundQuery = z.strictObject({
  sync: getPaymentQuery.shape.sync.meta({
    description:
      "true asks the channel first, at most once in 5 s per refund; else the stored state answers.",
  }),
}) satisfies z.ZodType<GetRefundQuery>;
