import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { freePort } from "@compose-pay/local-stack";

/** A TCP proxy on 127.0.0.1 whose line can be cut, stalled and restored. It starts restored. */
export interface TcpProxy {
  readonly port: number;
  /** The target's URL with the proxy's address in place of its own. */
  readonly url: string;
  /** Resets every connection and refuses new ones. */
  readonly cut: () => Promise<void>;
  /** Keeps connections, and accepts new ones, but lets no byte through in either direction. */
  readonly stall: () => Promise<void>;
  /** Accepts connections and lets bytes through again; those held by a stall arrive late, none are lost. */
  readonly restore: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Line {
  readonly client: Socket;
  readonly target: Socket;
}

const defaultPorts: Readonly<Record<string, number>> = {
  "mysql:": 3_306,
  "amqp:": 5_672,
  "redis:": 6_379,
  "http:": 80,
};

/** A proxy in front of the server of `targetUrl`, for tests of what happens when that server cannot be reached. */
export async function startTcpProxy(targetUrl: string): Promise<TcpProxy> {
  const target = new URL(targetUrl);
  const address = { host: target.hostname, port: portOf(target) };
  const lines = new Set<Line>();
  let isStalled = false;
  const server = createServer((client) => {
    const line = { client, target: connect(address) };
    lines.add(line);
    closeTogether(line, () => lines.delete(line));
    if (!isStalled) flow(line);
  });
  const port = await freePort();
  const cut = async (): Promise<void> => {
    const closed = closeServer(server);
    for (const { client, target: upstream } of lines)
      [client, upstream].forEach((end) => end.resetAndDestroy());
    await closed;
  };
  const restore = async (): Promise<void> => {
    isStalled = false;
    for (const line of lines) flow(line);
    await listen(server, port);
  };
  const stall = async (): Promise<void> => {
    isStalled = true;
    for (const line of lines) hold(line);
    await listen(server, port);
  };
  await restore();
  return { port, url: throughProxy(target, port), cut, stall, restore, close: cut };
}

function portOf({ port, protocol }: URL): number {
  const number = port === "" ? defaultPorts[protocol] : Number(port);
  if (number === undefined) throw new Error(`a URL with ${protocol} needs a port`);
  return number;
}

function throughProxy(target: URL, port: number): string {
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String(port);
  return url.href;
}

/** One end that breaks takes the other with it; an orderly end passes through the pipe by itself. */
function closeTogether({ client, target }: Line, closed: () => void): void {
  for (const [end, other] of [
    [client, target],
    [target, client],
  ] as const) {
    end.on("error", () => other.resetAndDestroy());
    end.on("close", () => {
      other.destroySoon();
      closed();
    });
  }
}

/** A line that flows already would send every byte twice. */
function flow(line: Line): void {
  hold(line);
  const { client, target } = line;
  client.pipe(target);
  target.pipe(client);
}

function hold({ client, target }: Line): void {
  for (const end of [client, target]) {
    end.unpipe();
    end.pause();
  }
}

async function listen(server: Server, port: number): Promise<void> {
  if (server.listening) return;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  await once(server, "close");
}
