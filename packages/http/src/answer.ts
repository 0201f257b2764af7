import type { Fault, ProblemCode } from "@compose-pay/contracts";

export type AnswerHeaders = Readonly<Record<string, string>>;

/** What a call is answered with. `problem` becomes a problem document (RFC 9457). */
export type Answer = Content | Stream | Refusal;

export interface Content {
  readonly kind: "content";
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: AnswerHeaders;
}

/** A success that is too long to be held in memory: sent as fast as it is read. */
export interface Stream {
  readonly kind: "stream";
  readonly contentType: string;
  /** Of all pieces together; null when that shows at their end only. */
  readonly bytes: number | null;
  /** Read once, or not at all. What it throws breaks the answer off before its end, so that nobody takes it for whole. */
  readonly pieces: AsyncIterable<string | Uint8Array>;
  readonly headers?: AnswerHeaders;
}

export interface Refusal {
  readonly kind: "problem";
  readonly code: ProblemCode;
  /** For people; never repeats what was sent. */
  readonly detail: string;
  readonly errors?: readonly Fault[];
  readonly headers?: AnswerHeaders;
}

export function json(status: number, value: object, headers: AnswerHeaders = {}): Content {
  return jsonText(status, JSON.stringify(value), headers);
}

/** For text that is JSON already and must not change by a byte. */
export function jsonText(status: number, body: string, headers: AnswerHeaders = {}): Content {
  return { kind: "content", status, contentType: "application/json", body, headers };
}

export function problem(code: ProblemCode, detail: string, headers: AnswerHeaders = {}): Refusal {
  return { kind: "problem", code, detail, headers };
}

/** 422 with every fault of the request. */
export function invalidRequest(errors: readonly Fault[]): Refusal {
  return {
    kind: "problem",
    code: "invalid_request",
    detail: "the request breaks the rules in errors",
    errors,
  };
}

export function notFound(what: string): Refusal {
  return problem("not_found", `there is no such ${what}`);
}

/** The client may try again after so many seconds. */
export function retryAfter(seconds: number): AnswerHeaders {
  return { "Retry-After": String(Math.max(1, Math.ceil(seconds))) };
}
