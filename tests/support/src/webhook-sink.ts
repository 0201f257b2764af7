import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export interface ReceivedWebhook {
  readonly method: string;
  /** Path and query as they came. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The bytes as they came, over which a signature is made. */
  readonly body: Buffer;
}

/** What the sink does with a request: answers it, or resets the connection; after `delayMs` if given. */
export type SinkAnswer =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly delayMs?: number;
    }
  | { readonly kind: "reset"; readonly delayMs?: number };

export interface WebhookSink {
  /** `http://127.0.0.1:<port>`; every path and method is received. */
  readonly url: string;
  /** Everything received so far, in order, also what was answered badly. */
  readonly received: readonly ReceivedWebhook[];
  /** Ends all connections, also those whose answer is still delayed. */
  readonly close: () => Promise<void>;
}

export interface SinkOptions {
  /** Decides on each request; `index` counts from 0. 200 without a body when left out. */
  readonly answer?: (webhook: ReceivedWebhook, index: number) => SinkAnswer;
}

const maxBodyBytes = 4 * 1_024 * 1_024;

/** An HTTP server that stands for a merchant's endpoint. */
export async function startWebhookSink(options: SinkOptions = {}): Promise<WebhookSink> {
  const { answer = () => ({ kind: "status", status: 200 }) as const } = options;
  const received: ReceivedWebhook[] = [];
  const closing = new AbortController();
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const webhook = await readWebhook(request);
    const index = received.push(webhook) - 1;
    await give(answer(webhook, index), response, closing.signal);
  };
  const server = createServer((request, response) => {
    receive(request, response).catch(() => request.socket.resetAndDestroy());
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  // A server that listens on TCP has an address of this shape.
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    closing.abort();
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${port}`, received, close };
}

async function readWebhook(request: IncomingMessage): Promise<ReceivedWebhook> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    // Without an encoding set, a request yields buffers.
    const buffer = chunk as Buffer;
    bytes += buffer.length;
    if (bytes > maxBodyBytes) throw new Error(`a webhook larger than ${maxBodyBytes} bytes`);
    chunks.push(buffer);
  }
  const { method = "", url: path = "", headers } = request;
  return { method, path, headers, body: Buffer.concat(chunks) };
}

async function give(answer: SinkAnswer, response: ServerResponse, signal: AbortSignal): Promise<void> {
  if (answer.delayMs !== undefined) await pause(answer.delayMs, undefined, { signal });
  switch (answer.kind) {
    case "status":
      response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
  }
}
