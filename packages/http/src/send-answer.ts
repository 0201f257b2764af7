import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { problemMediaType, problemOf } from "@compose-pay/contracts";
import type { Logger } from "@compose-pay/runtime";
import type { Answer, AnswerHeaders, Content, Refusal, Stream } from "./answer.ts";
import type { Exchange } from "./answering.ts";

/** A client that takes nothing of a stream for so long is cut off. */
const stallMs = 30_000;

/**
 * Sends an answer, unless the client has gone or was answered already. Resolves when a stream is at its end, or was
 * broken off; never rejects.
 *
 * @param how `isLast`: the connection ends with it
 * @returns the status that was sent
 */
export async function sendAnswer(
  exchange: Exchange,
  answer: Answer,
  { logger, isLast }: { readonly logger: Logger; readonly isLast: boolean },
): Promise<number> {
  const { response, requestId } = exchange;
  const sent = answer.kind === "problem" ? problemContent(answer, requestId) : answer;
  const status = sent.kind === "stream" ? 200 : sent.status;
  if (response.headersSent || response.destroyed) {
    letGo(answer);
    return status;
  }
  const headers: AnswerHeaders = {
    ...answer.headers,
    ...(isLast ? { Connection: "close" } : {}),
    "Content-Type": sent.contentType,
    ...lengthOf(sent),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  };
  response.writeHead(status, headers);
  if (sent.kind === "stream") await sendPieces(exchange, sent, logger);
  else response.end(sent.body);
  return status;
}

/** Closes what the pieces of an answer that nobody sends are read from. */
export function letGo(answer: Answer): void {
  if (answer.kind === "stream" && answer.pieces instanceof Readable) answer.pieces.destroy();
}

function lengthOf(sent: Content | Stream): AnswerHeaders {
  const bytes = sent.kind === "stream" ? sent.bytes : Buffer.byteLength(sent.body);
  return bytes === null ? {} : { "Content-Length": String(bytes) };
}

async function sendPieces(
  { request, response, requestId }: Exchange,
  answer: Stream,
  logger: Logger,
): Promise<void> {
  if (request.method === "HEAD") {
    letGo(answer);
    response.end();
    return;
  }
  response.setTimeout(stallMs, () => response.destroy());
  try {
    await pipeline(answer.pieces, response);
  } catch (error) {
    response.destroy();
    if (!isClientGone(error)) logger.warn({ error, trace_id: requestId }, "an answer broke off");
  }
}

const goneCodes: ReadonlySet<unknown> = new Set(["ERR_STREAM_PREMATURE_CLOSE", "ECONNRESET", "EPIPE"]);

function isClientGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && goneCodes.has(error.code);
}

function problemContent({ code, detail, errors }: Refusal, requestId: string): Content {
  const document = problemOf(code, { detail, requestId, ...(errors === undefined ? {} : { errors }) });
  const { status } = document;
  return { kind: "content", status, contentType: problemMediaType, body: JSON.stringify(document) };
}
