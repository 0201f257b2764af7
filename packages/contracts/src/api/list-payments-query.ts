import { type Method, methods, type PaymentStatus, paymentStatuses } from "@compose-pay/domain";
import { z } from "zod";
import { orderNo } from "./order-no.ts";
import { pageQuery, type PageQuery } from "./page-query.ts";
import { type Parsed, parseQuery } from "./parse-body.ts";
import { queryTime } from "./query-time.ts";

/** The parameters of `GET /v1/payments`; a filter that is null lets everything pass. */
export interface ListPaymentsQuery extends PageQuery {
  readonly order_no: string | null;
  readonly status: PaymentStatus | null;
  readonly method: Method | null;
  /** Inclusive. */
  readonly created_gte: Date | null;
  /** Exclusive. */
  readonly created_lt: Date | null;
}

/** Reads the parameters of `GET /v1/payments` from the parsed query string; unknown ones are faults. */
export function parseListPaymentsQuery(query: unknown): Parsed<ListPaymentsQuery> {
  return parseQuery(listPaymentsQuery, query);
}

export const listPaymentsQuery: z.ZodType<ListPaymentsQuery> = z.strictObject({
  ...pageQuery,
  order_no: orderNo.nullable().default(null),
  status: z.enum(paymentStatuses).nullable().default(null),
  method: z.enum(methods).nullable().default(null),
  created_gte: queryTime,
  created_lt: queryTime,
});
