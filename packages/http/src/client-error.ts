import type { Duplex } from "node:stream";
import { problemMediaType, problemOf } from "@compose-pay/contracts";
import { newId } from "@compose-pay/runtime";

/**
 * Answers what cannot be read as HTTP at all, so that its sender gets a problem document with a request id
 * like everybody else. Afterwards the connection is of no use.
 */
export function answerClientError(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const requestId = newId("req");
  const detail = details[error.code ?? ""] ?? "the request is not valid HTTP/1.1";
  const body = JSON.stringify(problemOf("body_malformed", { detail, requestId }));
  const head = [
    "HTTP/1.1 400 Bad Request",
    `X-Request-Id: ${requestId}`,
    `Content-Type: ${problemMediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Cache-Control: no-store",
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** By the codes of Node's parser. */
const details: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: "the request line and the header section are too long",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "the extensions of a chunk are too long",
  ERR_HTTP_REQUEST_TIMEOUT: "the request did not arrive in time",
};
