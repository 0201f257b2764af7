import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { portOf } from "../ground/port-of.ts";

/** A channel that takes every connection and every byte, and never answers. */
export interface HangingChannel {
  readonly url: string;
  close(): void;
}

export async function startHangingChannel(): Promise<HangingChannel> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.resume();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
