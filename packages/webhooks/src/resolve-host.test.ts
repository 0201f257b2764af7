import { startHostileReceiver } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type NameAnswer, type NameServer, startNameServer } from "../testing/name-server.ts";
import { anyPort } from "../testing/test-guard.ts";
import { createHostResolver, type HostResolver } from "./resolve-host.ts";
import { createUrlGuard } from "./url-guard.ts";
import { openWebhookClient } from "./webhook-client.ts";

const ipv4 = "93.184.215.14";
const ipv6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c";
const loopback6 = "0:0:0:0:0:0:0:1";
const addresses = (...all: readonly string[]): NameAnswer => ({ kind: "addresses", addresses: all });
const by = (...names: readonly string[]): NameAnswer => ({
  kind: "addresses",
  by: names,
  addresses: ["127.0.0.1"],
});

let server: NameServer;
let resolve: HostResolver;
let isRebound = false;

const answers: Readonly<Record<string, (family: 4 | 6) => NameAnswer>> = {
  "shop.example": () => addresses(ipv4),
  "both.example": () => addresses(ipv4, ipv6),
  "newer.example": () => addresses(ipv6),
  "alias.example": () => by("one.example", "two.example", "inside.example"),
  "second-family.example": () => addresses(ipv4, loopback6),
  "rebinding.example": () => addresses(isRebound ? "127.0.0.1" : ipv4),
  "half-silent.example": (family) => (family === 4 ? addresses(ipv4) : { kind: "silent" }),
};

beforeAll(async () => {
  server = await startNameServer((name, family) => {
    if (name.endsWith(".silent.example")) return { kind: "silent" };
    if (name.endsWith(".quick.example")) return addresses(ipv4);
    return answers[name]?.(family) ?? { kind: "unknown" };
  });
  resolve = createHostResolver({ servers: [server.address] });
});
afterAll(() => server.close());

/** At one time: more would not fit into the buffer of the test's own name server. */
const many = 40;
const countOf = (name: string) => server.asked.filter((one) => one === name).length;

describe("a host's name", () => {
  it("has the addresses of both families", async () => {
    expect(await resolve("both.example")).toEqual([ipv4, ipv6]);
    expect(await resolve("shop.example")).toEqual([ipv4]);
    expect(await resolve("newer.example")).toEqual([ipv6]);
  });

  it("has those that the names on its way lead to", async () => {
    expect(await resolve("alias.example")).toEqual(["127.0.0.1"]);
  });

  it("is asked about once by all who need it at the same time, and again afterwards", async () => {
    const before = countOf("shop.example");
    await Promise.all(Array.from({ length: 50 }, () => resolve("shop.example")));
    expect(countOf("shop.example")).toBe(before + 1);
    await resolve("shop.example");
    expect(countOf("shop.example")).toBe(before + 2);
  });

  it("that nobody knows, the system neither, has none", async () => {
    await expect(resolve("unknown.invalid")).rejects.toMatchObject({ code: "ENOTFOUND" });
  });

  it("that one family is silent about has the addresses of the other, in the time for a connection", async () => {
    const startedAt = performance.now();
    expect(await resolve("half-silent.example")).toEqual([ipv4]);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

describe("names whose servers are silent", () => {
  it("delay no other name, however many they are", async () => {
    const silent = Array.from({ length: many }, (_, index) => resolve(`${index}.silent.example`));
    const outcomes = Promise.allSettled(silent);
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: many }, (_, index) => resolve(`${index}.quick.example`)));
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect((await outcomes).every(({ status }) => status === "rejected")).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });
});

describe("a guard with a name server that lies", () => {
  it("lets nothing through to where it points", async () => {
    const inside = await startHostileReceiver();
    const { port } = new URL(inside.url);
    const guard = createUrlGuard({ allowedRanges: [], ...anyPort }, { resolve, checkFreshMs: 1 });
    const client = openWebhookClient({ connectTimeoutMs: 3_000, totalTimeoutMs: 10_000, guard });
    const post = (name: string) =>
      client.post({ url: `http://${name}:${port}/`, live: false, headers: {}, body: "{}" });
    const refused = { kind: "unanswered", address: null, fault: "address_not_allowed" };

    for (const name of ["alias.example", "second-family.example"]) {
      const check = guard.check(`http://${name}:${port}/`, { live: false });
      expect(await check).toEqual({ kind: "refused", refusal: "address" });
      expect(await post(name)).toEqual(refused);
    }
    const saved = guard.check(`http://rebinding.example:${port}/`, { live: false });
    expect(await saved).toEqual({ kind: "allowed" });
    isRebound = true;
    expect(await post("rebinding.example")).toEqual(refused);
    expect(await post("unknown.invalid")).toMatchObject({ kind: "unanswered", fault: "dns" });
    expect(inside.greeted()).toBe(0);
    await client.close();
    await inside.close();
  });
});
