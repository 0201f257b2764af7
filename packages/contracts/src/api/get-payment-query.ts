import { z } from "zod";
import { documentedAs } from "./documented-as.ts";
import { type Parsed, parseQuery } from "./parse-body.ts";

/** The parameters of `GET /v1/payments/{id}`. */
export interface GetPaymentQuery {
  /** Whether the channel is asked first. */
  readonly sync: boolean;
}

/** Reads the parameters of `GET /v1/payments/{id}` from the parsed query string; unknown ones are faults. */
export function parseGetPaymentQuery(query: unknown): Parsed<GetPaymentQuery> {
  return parseQuery(getPaymentQuery, query);
}

export const getPaymentQuery = z.strictObject({
  sync: z
    .enum(["true", "false"])
    .transform((value) => value === "true")
    .default(false)
    .meta({
      override: documentedAs({ type: "boolean", default: false }),
      description:
        "true asks the channel first, at most once in 5 s per payment; else the stored state answers.",
    }),
}) satisfies z.ZodType<GetPaymentQuery>;
