import type { IncomingMessage } from "node:http";
import { type Answer, problem } from "./answer.ts";
import { type BodyBounds, readBody } from "./read-body.ts";

/** Largest body of a merchant's call. */
const mostJsonBytes = 65_536;

export type JsonReading =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "empty" }
  | { readonly kind: "refused"; readonly answer: Answer };

/** Reads a JSON body (RFC 8259) in UTF-8, the only encoding that JSON between systems has. */
export async function readJson(
  request: IncomingMessage,
  bounds: Pick<BodyBounds, "deadlineMs"> = {},
): Promise<JsonReading> {
  const reading = await readBody(request, { ...bounds, mostBytes: mostJsonBytes });
  switch (reading.kind) {
    case "too_large":
      return refused(problem("body_too_large", `the body must be at most ${mostJsonBytes} bytes`));
    case "incomplete":
      return malformed("the body ended before its length");
    case "late":
      return malformed("the body did not arrive in time");
    case "bytes":
      return reading.bytes.length === 0 ? { kind: "empty" } : parseJson(request, reading.bytes);
  }
}

function parseJson({ headers }: IncomingMessage, bytes: Buffer): JsonReading {
  const fault = mediaTypeFault(headers["content-type"]);
  if (fault !== null) return malformed(fault);
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") return malformed("the body must not be compressed");
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    return { kind: "json", value };
  } catch (error) {
    return malformed(error instanceof SyntaxError ? "the body is not valid JSON" : "the body is not UTF-8");
  }
}

/** Throws a TypeError on bytes that are no UTF-8; a byte order mark is passed over. */
const utf8 = new TextDecoder("utf-8", { fatal: true });

const jsonType = /^application\/(?:[\w!#$&^.+-]+\+)?json[ \t]*(?:;|$)/i;
const charset = /;[ \t]*charset[ \t]*=[ \t]*"?([^\s;"]*)/i;

/** A body without a type is taken for JSON. */
function mediaTypeFault(type: string | undefined): string | null {
  if (type === undefined) return null;
  if (!jsonType.test(type)) return "the Content-Type must be application/json";
  const named = charset.exec(type)?.[1];
  return named === undefined || /^utf-?8$/i.test(named) ? null : "the charset must be UTF-8";
}

function malformed(detail: string): JsonReading {
  return refused(problem("body_malformed", detail));
}

function refused(answer: Answer): JsonReading {
  return { kind: "refused", answer };
}
