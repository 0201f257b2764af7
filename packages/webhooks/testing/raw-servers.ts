import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

/** What a test's server does: with a connection at once, and with the first bytes of a request. */
export interface RawBehaviour {
  readonly onConnection?: (socket: Socket) => void;
  readonly onRequest?: (socket: Socket, request: Buffer) => void;
}

/** Servers over bare sockets on loopback. */
export interface RawServers {
  /** Starts one; the URL by which it is called. */
  listen(behaviour: RawBehaviour): Promise<string>;
  /** Refuses new connections to all of them. */
  stopListening(): void;
  close(): void;
}

export function createRawServers(): RawServers {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const stopListening = (): void => {
    for (const server of servers.splice(0)) server.close();
  };
  return {
    listen: async ({ onConnection, onRequest }) => {
      const server = createServer((socket) => {
        sockets.add(socket);
        // Both sides break off at will here.
        socket.on("error", () => {});
        socket.on("close", () => sockets.delete(socket));
        socket.on("data", (request) => onRequest?.(socket, request));
        onConnection?.(socket);
      });
      servers.push(server);
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const address = server.address();
      if (address === null || typeof address === "string") throw new Error("no port");
      return `http://127.0.0.1:${address.port}/hook`;
    },
    stopListening,
    close: () => {
      for (const socket of sockets) socket.destroy();
      stopListening();
    },
  };
}

/** A complete head of an answer. */
export function head(status: string, ...headers: readonly string[]): string {
  return [`HTTP/1.1 ${status}`, ...headers, "", ""].join("\r\n");
}

/** Writes as fast as the other side takes it, for as long as it does; the bytes that were taken or are on their way. */
export function pour(socket: Socket, piece: string): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const flood = (): void => {
    while (!socket.destroyed && socket.write(piece)) continue;
  };
  socket.on("drain", flood).once("close", () => resolve(socket.bytesWritten));
  flood();
  return promise;
}
