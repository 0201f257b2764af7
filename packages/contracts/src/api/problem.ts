import { z } from "zod";
import { type ConsoleErrorCode, consoleErrorCodes } from "../console/console-error-codes.ts";
import { type ErrorCode, errorCodeNames, errorCodes, type ErrorMeaning } from "./error-codes.ts";
import type { Fault } from "./parse-body.ts";

/** Every answer that is no success, as `application/problem+json` (RFC 9457). */
export interface Problem<Code extends string = ErrorCode> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What is wrong with this request, for people. */
  readonly detail: string;
  readonly code: Code;
  readonly request_id: string;
  /** The faults of a request that has some: only with 422. */
  readonly errors?: readonly Fault[];
}

export const problemMediaType = "application/problem+json";

/** Makes the problem document of a code; status, title and type follow from it. */
export function problemOf<Code extends ProblemCode>(
  code: Code,
  occurrence: ProblemOccurrence,
): Problem<Code> {
  const { status, title } = meanings[code];
  const { detail, requestId, errors } = occurrence;
  const document = { type: problemTypeOf(code), title, status, detail, code, request_id: requestId };
  return errors === undefined ? document : { ...document, errors };
}

/** Of the merchants' API, and of the console's. */
export type ProblemCode = ErrorCode | ConsoleErrorCode;

const meanings: Readonly<Record<ProblemCode, ErrorMeaning>> = { ...errorCodes, ...consoleErrorCodes };

export interface ProblemOccurrence {
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly Fault[];
}

/** A name, no address: nothing has to be fetched to understand a problem. */
export function problemTypeOf(code: ProblemCode): string {
  return `urn:problem-type:compose-pay:${code}`;
}

const fault: z.ZodType<Fault> = z
  .object({
    path: z
      .string()
      .meta({ description: "The field: payer.openid, metadata.mock; empty for the whole request." }),
    message: z.string().meta({ description: "What must be true there." }),
  })
  .meta({ id: "Fault" });

const errorCode = z
  .enum(errorCodeNames)
  .meta({ id: "ErrorCode", description: "The kind of the problem; clients decide by it." });

export const problem: z.ZodType<Problem> = z
  .object({
    type: z
      .string()
      .meta({ format: "uri", description: "The kind of the problem as a URI; follows from code." }),
    title: z.string().meta({ description: "The same for every problem of this code." }),
    status: z.int().meta({ description: "The HTTP status." }),
    detail: z.string().meta({ description: "What is wrong with this request, for people." }),
    code: errorCode,
    request_id: z.string().meta({ description: "The X-Request-Id of the answer." }),
    errors: z
      .array(fault)
      .readonly()
      .exactOptional()
      .meta({ description: "The faults of the request, 50 at most: with 422." }),
  })
  .meta({ id: "Problem", description: "RFC 9457 problem details." });
