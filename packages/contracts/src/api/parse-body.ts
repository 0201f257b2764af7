import type { z } from "zod";
import { faultMessage, queryFaultMessage } from "./fault-message.ts";
import { faultPath } from "./fault-path.ts";

/** One fault of a request: where, and what must be true there. Never repeats the value that was sent. */
export interface Fault {
  /** `payer.openid`, `metadata["two words"]`; empty for the request as a whole. */
  readonly path: string;
  readonly message: string;
}

export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly errors: readonly Fault[] };

/** Most faults that are told of one request. */
export const mostFaults = 50;

/** Holds a body against a schema and tells all its faults together, in the order of the schema's fields. */
export function parseBody<Value>(schema: z.ZodType<Value>, input: unknown): Parsed<Value> {
  return parsed(schema.safeParse(input, { error: faultMessage }));
}

/** The same for a query string that was read to an object of strings, with an array where one is repeated. */
export function parseQuery<Value>(schema: z.ZodType<Value>, input: unknown): Parsed<Value> {
  return parsed(schema.safeParse(input, { error: queryFaultMessage }));
}

function parsed<Value>(read: z.ZodSafeParseResult<Value>): Parsed<Value> {
  if (read.success) return { ok: true, value: read.data };
  return { ok: false, errors: read.error.issues.flatMap(faultsOf).slice(0, mostFaults) };
}

function faultsOf(issue: z.core.$ZodIssue): readonly Fault[] {
  if (issue.code !== "unrecognized_keys") return [{ path: faultPath(issue.path), message: issue.message }];
  return issue.keys
    .slice(0, mostFaults)
    .map((key) => ({ path: faultPath([...issue.path, key]), message: issue.message }));
}
