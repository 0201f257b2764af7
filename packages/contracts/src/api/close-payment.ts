import { z } from "zod";
import { type Parsed, parseBody } from "./parse-body.ts";

/** Closing takes no parameters. */
export type ClosePayment = Readonly<Record<string, never>>;

/** Reads the body of `POST /v1/payments/{id}/close`: none, or an empty object. */
export function parseClosePayment(input: unknown): Parsed<ClosePayment> {
  return parseBody(closePayment, input ?? {});
}

export const closePayment: z.ZodType<ClosePayment> = z.strictObject({});
