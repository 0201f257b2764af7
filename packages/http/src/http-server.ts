import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { answerClientError } from "./client-error.ts";

export interface HttpServerSettings {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly mostConnections: number;
  /** Request line and header section together. */
  readonly mostHeaderBytes: number;
  readonly headersTimeoutMs: number;
  /** For a request as a whole, its body included. */
  readonly requestTimeoutMs: number;
  /** Longer than a load balancer keeps its idle connections, so that it and not we end them. */
  readonly keepAliveTimeoutMs: number;
}

export interface HttpServer {
  readonly port: number;
  /** Takes no new connection, lets requests under way end until the deadline, and cuts what is left. */
  close(deadlineMs: number): Promise<void>;
}

/** How often connections are held against their time-outs. */
const connectionsCheckingIntervalMs = 2_000;

/** @throws when the port cannot be listened on */
export async function startHttpServer(
  listener: RequestListener,
  settings: HttpServerSettings,
): Promise<HttpServer> {
  const server = createServer(
    {
      maxHeaderSize: settings.mostHeaderBytes,
      headersTimeout: settings.headersTimeoutMs,
      requestTimeout: settings.requestTimeoutMs,
      keepAliveTimeout: settings.keepAliveTimeoutMs,
      connectionsCheckingInterval: connectionsCheckingIntervalMs,
      // Node would answer without a request id; the routes say what is missing.
      requireHostHeader: false,
    },
    listener,
  );
  server.maxConnections = settings.mostConnections;
  // An expectation that is none of ours is passed over instead of answered with an empty 417.
  server.on("checkExpectation", listener);
  server.on("clientError", answerClientError);
  server.listen(settings.port);
  await once(server, "listening");
  // A server that listens on TCP has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return { port, close: (deadlineMs) => closeServer(server, deadlineMs) };
}

async function closeServer(server: Server, deadlineMs: number): Promise<void> {
  const closed = once(server, "close");
  server.close();
  const timer = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await closed;
  clearTimeout(timer);
}
