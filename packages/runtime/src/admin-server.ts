import { once } from "node:events";
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { Health } from "./health.ts";
import type { Logger } from "./logger.ts";
import type { Metrics } from "./metrics.ts";

export interface AdminServerOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  /** All addresses when left out. */
  readonly host?: string;
  readonly metrics: Metrics;
  readonly health: Health;
  readonly logger: Logger;
}

export interface AdminServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves operators and probes: `/metrics` for Prometheus, `/healthz` (the process runs), `/readyz` (200 for
 * ok and degraded, 503 for unavailable, each part by name in the body).
 *
 * @throws when the port cannot be listened on
 */
export async function startAdminServer(options: AdminServerOptions): Promise<AdminServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0] ?? "/";
    answer(options, path, response).catch((error: unknown) => {
      options.logger.error({ error, path }, "an admin request failed");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.listen(options.port, options.host);
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  return {
    port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, "close");
    },
  };
}

async function answer({ metrics, health }: AdminServerOptions, path: string, response: ServerResponse) {
  switch (path) {
    case "/metrics": {
      const text = await metrics.text();
      response.writeHead(200, { "content-type": metrics.contentType }).end(text);
      return;
    }
    case "/healthz":
      sendJson(response, 200, { status: "ok" });
      return;
    case "/readyz": {
      const readiness = await health.readiness();
      sendJson(response, readiness.status === "unavailable" ? 503 : 200, readiness);
      return;
    }
    default:
      sendJson(response, 404, { status: "not found" });
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
