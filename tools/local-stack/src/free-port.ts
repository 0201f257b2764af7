import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Below the range from which Linux (32768), macOS and Windows (49152) take the local ports of outgoing
 * connections, so that no such connection can sit on a port between its choice and the server's listen.
 */
const lowestPort = 20_000;
const highestPort = 32_767;
const maxAttempts = 100;

/** A TCP port of 127.0.0.1 on which nothing listens now. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const port = randomInt(lowestPort, highestPort + 1);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`no free port found on 127.0.0.1 in ${maxAttempts} attempts`);
}

/** Whether a server could listen on 127.0.0.1 at this port now. */
export async function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}
