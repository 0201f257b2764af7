import type { ZodOpenApiResponsesObject } from "zod-openapi";
import { type ErrorCode, errorCodeNames, errorCodes } from "../api/error-codes.ts";
import { type Problem, problem, problemMediaType, problemOf } from "../api/problem.ts";
import { type HeaderName, merchantHeaders } from "./answer-headers.ts";

/** What every call with a key can answer. */
const codesOfEveryCall = [
  "key_invalid",
  "signature_invalid",
  "ip_not_allowed",
  "merchant_frozen",
  "rate_limited",
  "internal_error",
  "overloaded",
] as const satisfies readonly ErrorCode[];

/** The codes of a call that reads a body. */
export const bodyCodes = [
  "body_malformed",
  "body_too_large",
  "invalid_request",
] as const satisfies readonly ErrorCode[];

/** One response per status, naming the codes that it can carry, each with an example. */
export function problemResponses(...codes: readonly ErrorCode[]): ZodOpenApiResponsesObject {
  const byStatus = Map.groupBy([...codesOfEveryCall, ...codes], (code) => errorCodes[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [`${status}`, problemResponse(status, group)]),
  );
}

/** An example of each code, as reusable components. */
export function problemExamples(): Readonly<
  Record<string, { readonly summary: string; readonly value: Problem }>
> {
  return Object.fromEntries(
    errorCodeNames.map((code) => [code, { summary: errorCodes[code].title, value: exampleOf(code) }]),
  );
}

function problemResponse(status: number, codes: readonly ErrorCode[]) {
  return {
    description: codes.map((code) => `\`${code}\`: ${errorCodes[code].title}.`).join(" "),
    headers: merchantHeaders(...retryHeader(status)),
    content: { [problemMediaType]: { schema: problem, examples: exampleReferences(codes) } },
  };
}

function retryHeader(status: number): readonly HeaderName[] {
  return status === 429 || status === 503 ? ["Retry-After"] : [];
}

function exampleReferences(codes: readonly ErrorCode[]) {
  return Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
}

function exampleOf(code: ErrorCode): Problem {
  const occurrence = { detail: `${errorCodes[code].title}.`, requestId: "01jk2m3n4p5q6r7s8t9v" };
  if (code !== "invalid_request") return problemOf(code, occurrence);
  return problemOf(code, { ...occurrence, errors: [{ path: "subject", message: "is required" }] });
}
