import { z } from "zod";
import { pageQuery, type PageQuery } from "./page-query.ts";
import { type Parsed, parseQuery } from "./parse-body.ts";
import { paymentIdText } from "./payment-id.ts";
import { refundNo } from "./refund-no.ts";

/** The parameters of `GET /v1/refunds`; a filter that is absent lets everything pass. */
export interface ListRefundsQuery extends PageQuery {
  readonly refund_no?: string;
  readonly payment_id?: string;
}

/** Reads the parameters of `GET /v1/refunds` from the parsed query string; unknown ones are faults. */
export function parseListRefundsQuery(query: unknown): Parsed<ListRefundsQuery> {
  return parseQuery(listRefundsQuery, query);
}

export const listRefundsQuery = z.strictObject({
  ...pageQuery,
  refund_no: refundNo.exactOptional(),
  payment_id: paymentIdText.exactOptional().meta({ description: "The refunds of this payment." }),
}) satisfies z.ZodType<ListRefundsQuery>;
