import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTcpProxy } from "./tcp-proxy.ts";
import type { TcpProxy } from "./tcp-proxy.ts";
import { waitFor } from "./wait-for.ts";

const soon = { deadlineMs: 5_000, everyMs: 2 };
const echo = createServer((socket) => socket.on("error", () => undefined).pipe(socket));
let echoPort = 0;
let proxy: TcpProxy;

beforeEach(async () => {
  await once(echo.listen(0, "127.0.0.1"), "listening");
  // A server that listens on TCP has an address of this shape.
  echoPort = (echo.address() as AddressInfo).port;
  proxy = await startTcpProxy(`amqp://hub:secret@127.0.0.1:${echoPort}/vhost`);
});
afterEach(async () => {
  await proxy.close();
  echo.close();
});

interface Client {
  readonly socket: Socket;
  heard: string;
  failure: string | undefined;
}

async function connectClient(): Promise<Client> {
  const socket = connect(proxy.port, "127.0.0.1");
  const client: Client = { socket, heard: "", failure: undefined };
  socket.on("data", (bytes) => (client.heard += bytes.toString()));
  socket.on("error", (error: NodeJS.ErrnoException) => (client.failure = error.code));
  await once(socket, "connect");
  return client;
}

describe("the TCP proxy", () => {
  it("passes bytes both ways, and has the target's URL with its own address", async () => {
    const client = await connectClient();
    client.socket.write("hello");
    await waitFor(() => client.heard === "hello", soon);
    expect(proxy.url).toBe(`amqp://hub:secret@127.0.0.1:${proxy.port}/vhost`);
    client.socket.destroy();
  });

  it("resets connections and refuses new ones when it is cut, until it is restored", async () => {
    const client = await connectClient();
    await proxy.cut();
    await waitFor(() => client.failure === "ECONNRESET", soon);
    await expect(connectClient()).rejects.toMatchObject({ code: "ECONNREFUSED" });

    await proxy.restore();
    const later = await connectClient();
    later.socket.write("again");
    await waitFor(() => later.heard === "again", soon);
    later.socket.destroy();
  });

  it("passes each byte once when it is restored and was not cut", async () => {
    const client = await connectClient();
    client.socket.write("1");
    await waitFor(() => client.heard === "1", soon);
    await proxy.restore();
    client.socket.write("2");
    await waitFor(() => client.heard.endsWith("2"), soon);
    expect(client.heard).toBe("12");
    client.socket.destroy();
  });

  it("holds the bytes of old and new connections when it is stalled, and delivers them late", async () => {
    const old = await connectClient();
    old.socket.write("1");
    await waitFor(() => old.heard === "1", soon);
    await proxy.stall();
    const young = await connectClient();
    old.socket.write("2");
    young.socket.write("3");

    // A connection past the proxy makes more round trips than the held bytes would need.
    const direct = connect(echoPort, "127.0.0.1");
    for (let trip = 0; trip < 20; trip += 1) {
      direct.write("x");
      await once(direct, "data");
    }
    direct.destroy();
    expect([old.heard, young.heard]).toEqual(["1", ""]);

    await proxy.restore();
    await waitFor(() => old.heard === "12" && young.heard === "3", soon);
    old.socket.destroy();
    young.socket.destroy();
  });

  it("can be cut while it is stalled", async () => {
    const client = await connectClient();
    await proxy.stall();
    await proxy.cut();
    await waitFor(() => client.failure === "ECONNRESET", soon);
  });
});
