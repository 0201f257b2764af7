import { once } from "node:events";
import { createServer, type Server } from "node:https";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRawServers } from "../testing/raw-servers.ts";
import { openTestAuthority, type ServerIdentity, type TestAuthority } from "../testing/test-authority.ts";
import { loopbackGuard, resolverOf } from "../testing/test-guard.ts";
import { openWebhookClient } from "./webhook-client.ts";

const loopback = ["127.0.0.1"];
const guard = loopbackGuard(
  resolverOf({
    "shop.example": loopback,
    "shop.example.": loopback,
    "other.example": loopback,
    // Nobody listens at the first.
    "moved.example": ["127.0.0.9", "127.0.0.1"],
  }),
);
const client = openWebhookClient({ connectTimeoutMs: 2_000, totalTimeoutMs: 5_000, guard });
const impatient = openWebhookClient({ connectTimeoutMs: 200, totalTimeoutMs: 5_000, guard });
const servers: Server[] = [];
const rawServers = createRawServers();
let authority: TestAuthority;

beforeAll(async () => {
  authority = await openTestAuthority({ trusted: true });
});
afterAll(async () => {
  await Promise.all([client.close(), impatient.close()]);
  for (const server of servers) server.close();
  rawServers.close();
});

/** A merchant's server; its port, and the names that it was asked for and the requests that came. */
async function serve(identity: ServerIdentity) {
  const names: (string | false)[] = [];
  const hosts: (string | undefined)[] = [];
  const server = createServer({ ...identity }, (request, response) => {
    hosts.push(request.headers.host);
    request.resume().on("end", () => response.end("taken"));
  });
  // because a server's sockets know the name that they were asked for
  server.on("secureConnection", (socket) =>
    names.push((socket as { servername?: string }).servername ?? false),
  );
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { port: address.port, names, hosts };
}

const post = (url: string, by = client) => by.post({ url, live: true, headers: {}, body: "{}" });
const refused = { kind: "unanswered", fault: "tls" };

describe("a POST by https", () => {
  it("goes to the checked address, and is for the name: in the handshake, the certificate, the request", async () => {
    const { port, names, hosts } = await serve(
      await authority.issue([{ type: "dns", value: "shop.example" }]),
    );
    const answer = await post(`https://shop.example:${port}/`);
    expect(answer).toMatchObject({ kind: "answered", status: 200, address: "127.0.0.1" });
    expect([names, hosts]).toEqual([["shop.example"], [`shop.example:${port}`]]);
    // The next one goes by the same connection.
    expect(await post(`https://shop.example:${port}/`)).toMatchObject({ status: 200 });
    expect([names.length, hosts.length]).toEqual([1, 2]);
    expect(await post(`https://shop.example.:${port}/`)).toMatchObject({ status: 200 });
  });

  it("goes to the next checked address where nobody listens at the first", async () => {
    const { port } = await serve(await authority.issue([{ type: "dns", value: "moved.example" }]));
    const answer = await post(`https://moved.example:${port}/`);
    expect(answer).toMatchObject({ kind: "answered", status: 200, address: "127.0.0.1" });
    expect(await post("https://moved.example:1/")).toMatchObject({ fault: "connect_refused" });
  });

  it("takes a certificate for an address only where it names the address", async () => {
    const right = await serve(await authority.issue([{ type: "ip", value: "127.0.0.1" }]));
    expect(await post(`https://127.0.0.1:${right.port}/`)).toMatchObject({ kind: "answered" });
    expect(right.names).toEqual([false]);
    const wrong = await serve(await authority.issue([{ type: "dns", value: "shop.example" }]));
    expect(await post(`https://127.0.0.1:${wrong.port}/`)).toMatchObject(refused);
  });

  it("sends nothing to a server with the certificate of another name", async () => {
    const { port, hosts } = await serve(await authority.issue([{ type: "dns", value: "shop.example" }]));
    expect(await post(`https://other.example:${port}/`)).toMatchObject(refused);
    expect(hosts).toEqual([]);
  });

  it("sends nothing to a server whose certificate is over, or not yet good", async () => {
    const day = 86_400_000;
    const names = [{ type: "dns", value: "shop.example" }] as const;
    const at = (days: number) => new Date(Date.now() + days * day);
    for (const validity of [
      { notBefore: at(-9), notAfter: at(-1) },
      { notBefore: at(1), notAfter: at(9) },
    ]) {
      const { port, hosts } = await serve(await authority.issue(names, validity));
      expect(await post(`https://shop.example:${port}/`)).toMatchObject(refused);
      expect(hosts).toEqual([]);
    }
  });

  it("sends nothing to a server whose certificate nobody known has issued", async () => {
    const stranger = await openTestAuthority({ trusted: false });
    const { port, hosts } = await serve(await stranger.issue([{ type: "dns", value: "shop.example" }]));
    expect(await post(`https://shop.example:${port}/`)).toMatchObject(refused);
    expect(hosts).toEqual([]);
  });

  it("waits for the handshake no longer than for a connection", async () => {
    const silent = await rawServers.listen({});
    const answer = await post(silent.replace("http:", "https:"), impatient);
    expect(answer).toEqual({ kind: "unanswered", address: null, fault: "connect_timeout" });
  });
});
