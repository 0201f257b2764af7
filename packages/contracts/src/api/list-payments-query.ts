import type { Method, PaymentStatus } from "@compose-pay/domain";
import { z } from "zod";
import { orderNo } from "./order-no.ts";
import { pageQuery, type PageQuery } from "./page-query.ts";
import { type Parsed, parseQuery } from "./parse-body.ts";
import { queryTime } from "./query-time.ts";
import { method, paymentStatus } from "./words.ts";

/** The parameters of `GET /v1/payments`; a filter that is absent lets everything pass. */
export interface ListPaymentsQuery extends PageQuery {
  readonly order_no?: string;
  readonly status?: PaymentStatus;
  readonly method?: Method;
  /** Inclusive. */
  readonly created_gte?: Date;
  /** Exclusive. */
  readonly created_lt?: Date;
}

/** Reads the parameters of `GET /v1/payments` from the parsed query string; unknown ones are faults. */
export function parseListPaymentsQuery(query: unknown): Parsed<ListPaymentsQuery> {
  return parseQuery(listPaymentsQuery, query);
}

export const listPaymentsQuery = z.strictObject({
  ...pageQuery,
  order_no: orderNo.exactOptional(),
  status: paymentStatus.exactOptional(),
  method: method.exactOptional(),
  created_gte: queryTime.exactOptional().meta({ description: "Created at this time or later." }),
  created_lt: queryTime.exactOptional().meta({ description: "Created before this time." }),
}) satisfies z.ZodType<ListPaymentsQuery>;
