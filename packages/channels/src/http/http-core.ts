import type { Readable } from "node:stream";

import { type Dispatcher, Pool } from "undici";

import { failureOf, type HttpFailure } from "./http-failure.ts";

/** The HTTP client of one channel account: one origin, kept-alive connections, everything bounded. */
export interface HttpCore {
  /** Never throws for what a network or a server can do. Redirects are answers like any other. */
  send(request: HttpRequest): Promise<HttpOutcome>;
  /** The same for a file, whose bytes are not awaited. What is no 200 is read whole, as a refusal is. */
  download(request: HttpDownload): Promise<DownloadOutcome>;
  /** Lets calls in flight end, then closes the connections. */
  dispose(): Promise<void>;
}

export interface HttpRequest {
  readonly method: "GET" | "POST";
  /** Path and query, sent as they are. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** The deadline of the whole operation: its abort ends connecting, waiting and reading alike. */
  readonly deadline: AbortSignal;
}

export type HttpOutcome =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** Names in lower case; a repeated header's values are joined by a comma. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
    }
  | { readonly kind: "failed"; readonly failure: HttpFailure; readonly detail: string };

export interface HttpDownload extends Omit<HttpRequest, "method" | "body"> {
  /** How long the server may be silent, before its answer and in it. Time in which nobody reads is not counted. */
  readonly silenceMs: number;
}

export type DownloadOutcome =
  | HttpOutcome
  | {
      readonly kind: "streaming";
      readonly status: 200;
      readonly headers: Readonly<Record<string, string>>;
      /** Whoever got it reads it to its end, or destroys it. It fails with errors that `failureOf` knows. */
      readonly body: Readable;
    };

export interface HttpLimits {
  readonly connectTimeoutMs: number;
  readonly connections: number;
  readonly largestBodyBytes: number;
  /** How long an idle connection is kept; below what the channels' front ends keep theirs. */
  readonly keepAliveMs: number;
}

const defaultLimits: HttpLimits = {
  connectTimeoutMs: 3_000,
  connections: 64,
  largestBodyBytes: 1_048_576,
  keepAliveMs: 4_000,
};

export function createHttpCore(origin: string, changes: Partial<HttpLimits> = {}): HttpCore {
  const limits = { ...defaultLimits, ...changes };
  const pool = new Pool(origin, {
    connections: limits.connections,
    connect: { timeout: limits.connectTimeoutMs },
    keepAliveTimeout: limits.keepAliveMs,
    pipelining: 1,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    send: (request) => send(pool, request, limits.largestBodyBytes),
    download: (request) => download(pool, request, limits.largestBodyBytes),
    dispose: () => pool.close(),
  };
}

async function send(pool: Pool, request: HttpRequest, largestBodyBytes: number): Promise<HttpOutcome> {
  try {
    request.deadline.throwIfAborted();
    const answer = await pool.request({
      method: request.method,
      path: request.target,
      headers: { ...request.headers, "accept-encoding": "identity" },
      body: request.body,
      signal: request.deadline,
    });
    const body = await readBody(answer.body, largestBodyBytes);
    if (body === null) return failed("answer_too_large", `more than ${largestBodyBytes} bytes`);
    return { kind: "answered", status: answer.statusCode, headers: joined(answer.headers), body };
  } catch (error) {
    const { failure, detail } = failureOf(error);
    return failed(failure, detail);
  }
}

async function download(
  pool: Pool,
  request: HttpDownload,
  largestBodyBytes: number,
): Promise<DownloadOutcome> {
  try {
    request.deadline.throwIfAborted();
    const answer = await pool.request({
      method: "GET",
      path: request.target,
      headers: { ...request.headers, "accept-encoding": "identity" },
      signal: request.deadline,
      headersTimeout: request.silenceMs,
      bodyTimeout: request.silenceMs,
    });
    const headers = joined(answer.headers);
    if (answer.statusCode === 200) return { kind: "streaming", status: 200, headers, body: answer.body };
    const body = await readBody(answer.body, largestBodyBytes);
    if (body === null) return failed("answer_too_large", `more than ${largestBodyBytes} bytes`);
    return { kind: "answered", status: answer.statusCode, headers, body };
  } catch (error) {
    const { failure, detail } = failureOf(error);
    return failed(failure, detail);
  }
}

async function readBody(
  body: Dispatcher.ResponseData["body"],
  largestBodyBytes: number,
): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    const part = Buffer.from(chunk as Uint8Array); // because a body without an encoding yields bytes
    bytes += part.length;
    // Leaving the loop destroys the body and with it the connection.
    if (bytes > largestBodyBytes) return null;
    chunks.push(part);
  }
  return Buffer.concat(chunks, bytes);
}

function joined(headers: Dispatcher.ResponseData["headers"]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : `${value}`,
    ]),
  );
}

function failed(
  failure: HttpFailure,
  detail: string,
): { readonly kind: "failed"; readonly failure: HttpFailure; readonly detail: string } {
  return { kind: "failed", failure, detail };
}
