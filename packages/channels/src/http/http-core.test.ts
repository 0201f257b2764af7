import { type AddressInfo, createServer } from "node:net";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { type ScriptedServer, startScriptedServer } from "../../testing/scripted-server.ts";
import { createHttpCore, type HttpCore, type HttpOutcome, type HttpRequest } from "./http-core.ts";

let server: ScriptedServer;
let http: HttpCore;

beforeAll(async () => {
  server = await startScriptedServer();
  http = createHttpCore(server.url, { largestBodyBytes: 1_000 });
});
afterAll(async () => {
  await http.dispose();
  await server.close();
});

describe("the HTTP core", () => {
  it("gives the status, the headers and the exact bytes of an answer", async () => {
    server.play((_, response) => {
      response.writeHead(404, { "X-One": "1", "Set-Cookie": ["a", "b"] }).end(Buffer.from([0xff, 0x00]));
    });
    const outcome = await send();
    expect(outcome).toMatchObject({ kind: "answered", status: 404, body: Buffer.from([0xff, 0x00]) });
    expect(outcome.kind === "answered" && outcome.headers).toMatchObject({
      "x-one": "1",
      "set-cookie": "a, b",
    });
  });

  it("sends target and body as they are and asks for no compression", async () => {
    server.play((_, response) => response.end());
    await send({ method: "POST", target: "/a?b=%7C|*", body: '{"a":"茶"}', headers: { "x-two": "2" } });
    const seen = server.requests.at(-1);
    expect(seen).toMatchObject({ method: "POST", target: "/a?b=%7C|*", body: '{"a":"茶"}' });
    expect(seen?.headers).toMatchObject({ "x-two": "2", "accept-encoding": "identity" });
  });

  it("keeps its connections", async () => {
    server.play((_, response) => response.end());
    for (let call = 0; call < 10; call += 1) await send();
    const sockets = new Set(server.requests.slice(-10).map((one) => one.socket));
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  it("does not follow a redirect", async () => {
    const before = server.requests.length;
    server.play((_, response) => response.writeHead(302, { location: `${server.url}/elsewhere` }).end());
    expect(await send()).toMatchObject({ kind: "answered", status: 302 });
    expect(server.requests).toHaveLength(before + 1);
  });

  it.each([
    ["with its length told", { "content-length": "1001" }],
    ["without", {}],
  ])("stops reading an answer that is too large, %s", async (_, headers) => {
    server.play((_request, response) => response.writeHead(200, headers).end("x".repeat(1_001)));
    expect(await send()).toMatchObject({ kind: "failed", failure: "answer_too_large" });
  });

  it("ends at the deadline, before the headers and in the middle of the body", async () => {
    server.play(() => undefined);
    expect(await send({ deadline: AbortSignal.timeout(50) })).toMatchObject({ failure: "timeout" });
    server.play((_, response) => response.writeHead(200).write("half"));
    expect(await send({ deadline: AbortSignal.timeout(50) })).toMatchObject({ failure: "timeout" });
    const before = server.requests.length;
    expect(await send({ deadline: AbortSignal.timeout(0) })).toMatchObject({ failure: "timeout" });
    expect(server.requests.length).toBeLessThanOrEqual(before + 1);
  });

  it("tells a broken connection from one that never stood", async () => {
    server.play((one) => one.socket.resetAndDestroy());
    expect(await send()).toMatchObject({ kind: "failed", failure: "connection_reset" });
    server.play((one, response) => {
      response.writeHead(200, { "content-length": "10" }).write("half");
      one.socket.end();
    });
    expect(await send()).toMatchObject({ kind: "failed", failure: "connection_reset" });
    const nobody = createHttpCore(await closedPort());
    expect(await nobody.send(request())).toMatchObject({ kind: "failed", failure: "connect_failed" });
    await nobody.dispose();
  });

  it("goes on after a kept connection was reset under a request", async () => {
    server.play((_, response) => response.end());
    await send();
    server.play((one) => one.socket.resetAndDestroy());
    expect(await send()).toMatchObject({ kind: "failed", failure: "connection_reset" });
    server.play((_, response) => response.end("again"));
    expect(await send()).toMatchObject({ kind: "answered", status: 200 });
  });

  it("answers with a failure when something else than HTTP comes back", async () => {
    server.play((one) => one.socket.end("SSH-2.0-OpenSSH\r\n"));
    expect(await send()).toMatchObject({ kind: "failed", failure: "answer_unreadable" });
  });
});

function request(changes: Partial<HttpRequest> = {}): HttpRequest {
  const deadline = AbortSignal.timeout(5_000);
  return { method: "GET", target: "/", headers: {}, body: null, deadline, ...changes };
}

function send(changes: Partial<HttpRequest> = {}): Promise<HttpOutcome> {
  return http.send(request(changes));
}

async function closedPort(): Promise<string> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo; // because it listens on TCP
  await new Promise((resolve) => listener.close(resolve));
  return `http://127.0.0.1:${port}`;
}
