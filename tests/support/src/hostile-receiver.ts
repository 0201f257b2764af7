import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { freePort } from "@compose-pay/local-stack";
import { giveHostileAnswer, type HostileAnswer } from "./hostile-answer.ts";
import { readRawRequests } from "./read-raw-requests.ts";
import type { ReceivedWebhook } from "./webhook-sink.ts";

export interface TimedWebhook extends ReceivedWebhook {
  /** When it was there as a whole, in milliseconds since 1970. */
  readonly arrivedAtMs: number;
}

/** What is done with a new connection: its requests are read, or it is reset, or kept and never read. */
export type Greeting = "read" | "reset" | "never_read";

export interface HostileReceiverOptions {
  /** Decides on each connection; `index` counts from 0. They are read when left out. */
  readonly greet?: (index: number) => Greeting;
  /** Decides on each request that was read, also later; `index` counts from 0. 200 when left out. */
  readonly answer?: (webhook: TimedWebhook, index: number) => HostileAnswer | Promise<HostileAnswer>;
}

/** A merchant's server that breaks every rule, over bare sockets. */
export interface HostileReceiver {
  /** `http://127.0.0.1:<port>`; it stays the same while nobody listens, too. */
  readonly url: string;
  /** All that was read, in order, however it was answered. */
  readonly received: readonly TimedWebhook[];
  /** Connections that are open now. */
  readonly connections: () => number;
  /** Connections that there ever were. */
  readonly greeted: () => number;
  /** Bytes that the other sides took from it or that are on their way to them. */
  readonly bytesSent: () => number;
  /** Resets every connection and refuses new ones. */
  readonly goAway: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function startHostileReceiver(options: HostileReceiverOptions = {}): Promise<HostileReceiver> {
  const { greet = () => "read" as const, answer = () => ({ kind: "status", status: 200 }) as const } =
    options;
  const received: TimedWebhook[] = [];
  const open = new Set<Socket>();
  let greeted = 0;
  let bytesOfClosed = 0;
  const take = async (socket: Socket, gone: AbortSignal): Promise<void> => {
    for await (const request of readRawRequests(socket)) {
      const webhook = { ...request, arrivedAtMs: Date.now() };
      const index = received.push(webhook) - 1;
      await giveHostileAnswer(socket, await answer(webhook, index), gone);
    }
  };
  const server = createServer((socket) => {
    const leaving = new AbortController();
    open.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      open.delete(socket);
      bytesOfClosed += socket.bytesWritten;
      leaving.abort();
    });
    const greeting = greet(greeted++);
    if (greeting === "reset") socket.resetAndDestroy();
    // Whoever leaves in the middle of an answer ends it.
    else if (greeting === "read") take(socket, leaving.signal).catch(() => socket.destroy());
  });
  const port = await freePort();
  const comeBack = () => listen(server, port);
  const goAway = async (): Promise<void> => {
    const closed = stopListening(server);
    for (const socket of open) socket.resetAndDestroy();
    await closed;
  };
  await comeBack();
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    connections: () => open.size,
    greeted: () => greeted,
    bytesSent: () => [...open].reduce((sum, { bytesWritten }) => sum + bytesWritten, bytesOfClosed),
    goAway,
    comeBack,
    close: goAway,
  };
}

async function listen(server: Server, port: number): Promise<void> {
  if (server.listening) return;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}

async function stopListening(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  await once(server, "close");
}
