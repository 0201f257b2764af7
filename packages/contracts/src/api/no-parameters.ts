import { z } from "zod";
import { type Parsed, parseBody } from "./parse-body.ts";

/** For calls that take no parameters. */
export type NoParameters = Readonly<Record<string, never>>;

/** Reads the body of such a call: none, or an empty object. */
export function parseNoParameters(input: unknown): Parsed<NoParameters> {
  return parseBody(noParameters, input ?? {});
}

export const noParameters: z.ZodType<NoParameters> = z.strictObject({});
