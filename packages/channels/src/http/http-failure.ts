import { errors } from "undici";

import type { UnknownReason } from "../channel.ts";

/** After `connect_failed` not a byte of the request went out; after the others it may have arrived. */
export type HttpFailure = Extract<
  UnknownReason,
  "connect_failed" | "timeout" | "connection_reset" | "answer_too_large" | "answer_unreadable"
>;

/** Error codes that arise before a connection stands, and only then. */
const connectCodes: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_CLOSED",
  "UND_ERR_DESTROYED",
]);

/** Which failure an error of the HTTP client is. Anything else than a network's error is a bug and thrown on. */
export function failureOf(error: unknown): { readonly failure: HttpFailure; readonly detail: string } {
  if (!(error instanceof Error)) throw error;
  if (error.name === "TimeoutError") return { failure: "timeout", detail: "deadline" };
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
    return { failure: "timeout", detail: "silence" };
  if (error instanceof errors.HTTPParserError) return { failure: "answer_unreadable", detail: error.name };
  const code = textMember(error, "code");
  if (code === null || code === "UND_ERR_INVALID_ARG") throw error;
  const isConnecting = connectCodes.has(code) || textMember(error, "syscall") === "connect";
  return { failure: isConnecting ? "connect_failed" : "connection_reset", detail: code };
}

function textMember(error: Error, name: "code" | "syscall"): string | null {
  const value: unknown = Reflect.get(error, name);
  return typeof value === "string" ? value : null;
}
