import { startHostileReceiver } from "@compose-pay/test-support";
import { describe, expect, it } from "vitest";
import { publicNames, publicUrls } from "../testing/public-urls.ts";
import { portMark, refusedNames, refusedPorts, refusedUrls } from "../testing/refused-urls.ts";
import { anyPort, ordinaryRules, resolverOf } from "../testing/test-guard.ts";
import { wordsOf } from "../testing/words-of.ts";
import type { HostResolver } from "./resolve-host.ts";
import { createUrlGuard } from "./url-guard.ts";
import { openWebhookClient } from "./webhook-client.ts";

const resolve = resolverOf({ ...refusedNames, ...publicNames });
const guard = createUrlGuard({ ...ordinaryRules, ...anyPort }, { resolve });
const strict = createUrlGuard(ordinaryRules, { resolve });
const test = { live: false };

/** How a POST says why it was not sent. */
const faults = {
  malformed: "url_invalid",
  scheme: "url_invalid",
  user_information: "url_not_allowed",
  not_https: "url_not_allowed",
  port: "url_not_allowed",
  address: "address_not_allowed",
} as const;

describe("the corpus of URLs that must not be called", () => {
  it("has enough of them, each once", () => {
    expect(refusedUrls.length).toBeGreaterThanOrEqual(250);
    expect(new Set(refusedUrls.map(([url]) => url)).size).toBe(refusedUrls.length);
    expect(new Set(publicUrls).size).toBeGreaterThanOrEqual(80);
  });

  it.each(refusedUrls)("%j is not saved, for its %s", async (marked, refusal) => {
    const url = marked.replace(portMark, "8080");
    expect(await guard.check(url, test)).toEqual({ kind: "refused", refusal });
  });

  it("is never called: no connection comes where they point", async () => {
    const receiver = await startHostileReceiver();
    const { port } = new URL(receiver.url);
    const client = openWebhookClient({ connectTimeoutMs: 3_000, totalTimeoutMs: 10_000, guard });
    for (const [marked, refusal] of refusedUrls) {
      const url = marked.replace(portMark, port);
      const answer = await client.post({ url, live: false, headers: {}, body: "{}" });
      expect(answer, url).toEqual({ kind: "unanswered", address: null, fault: faults[refusal] });
    }
    expect(receiver.greeted()).toBe(0);
    await client.close();
    await receiver.close();
  });
});

describe("a URL that anybody can call", () => {
  it.each(publicUrls)("%s is allowed", async (url) => {
    expect(await strict.check(url, test)).toEqual({ kind: "allowed" });
    const target = strict.readTarget(url, test);
    if (target.kind === "refused") throw new Error(target.refusal);
    expect((await strict.addressesOf(target.host)).length).toBeGreaterThan(0);
  });
});

describe("a name of inside", () => {
  const names = wordsOf(`
    redis redis. REDIS redis.. %72edis db-1 shop.internal metadata.google.internal. printer.local shop.localhost
    kubernetes.default.svc redis.default.svc.cluster.local nas.lan router.home.arpa Shop.%49nternal
  `).map((host) => `http://${host}/`);
  const publicAddress = "93.184.215.14";
  const asked: string[] = [];
  const counting: HostResolver = (host) => Promise.resolve(asked.push(host)).then(() => [publicAddress]);

  it.each(names)("%s is refused unasked, whatever it has for an address", async (url) => {
    const outside = createUrlGuard(ordinaryRules, { resolve: counting });
    expect(await outside.check(url, test)).toEqual({ kind: "refused", refusal: "address" });
    const client = openWebhookClient({ connectTimeoutMs: 3_000, totalTimeoutMs: 10_000, guard: outside });
    expect(await client.post({ url, live: false, headers: {}, body: "{}" })).toEqual({
      kind: "unanswered",
      address: null,
      fault: "address_not_allowed",
    });
    await client.close();
    expect(asked).toEqual([]);
  });

  it("is asked about where something inside is allowed, and still judged by its address", async () => {
    const rules = { allowedRanges: ["172.16.0.0/12"], ...anyPort };
    const addresses = { shop: ["172.18.0.4"], "shop.internal": ["172.18.0.4"], redis: ["10.0.0.4"] };
    const inside = createUrlGuard(rules, { resolve: resolverOf(addresses) });
    expect(await inside.check("http://shop/", test)).toEqual({ kind: "allowed" });
    expect(await inside.addressesOf("shop.internal")).toEqual(["172.18.0.4"]);
    expect(await inside.check("http://redis/", test)).toEqual({ kind: "refused", refusal: "address" });
  });
});

describe("what a URL says", () => {
  it.each(refusedPorts)("is refused with port %i", async (port) => {
    const url = `https://shop.example:${port}/`;
    expect(await strict.check(url, test)).toEqual({ kind: "refused", refusal: "port" });
  });

  it("needs https for live payments", async () => {
    const live = { live: true };
    const refused = { kind: "refused", refusal: "not_https" };
    expect(await guard.check("http://shop.example/", live)).toEqual(refused);
    expect(await guard.check("https://shop.example/", live)).toEqual({ kind: "allowed" });
    expect(await guard.check("http://shop.example/", test)).toEqual({ kind: "allowed" });
    const client = openWebhookClient({ connectTimeoutMs: 3_000, totalTimeoutMs: 10_000, guard });
    const request = { url: "http://shop.example/", live: true, headers: {}, body: "{}" };
    expect(await client.post(request)).toEqual({
      kind: "unanswered",
      address: null,
      fault: "url_not_allowed",
    });
    await client.close();
  });
});

describe("ranges that an installation allows", () => {
  const inside = createUrlGuard(
    { allowedRanges: ["10.1.0.0/16", "fd00:1::/32", "127.0.0.1/32"], ...anyPort },
    {
      resolve: resolverOf({
        "mixed.example": ["10.1.0.7", "10.2.0.7"],
        "both.example": ["10.1.0.7", "1.1.1.1"],
      }),
    },
  );

  it.each([
    "10.1.2.3",
    "[::ffff:10.1.2.3]",
    "[64:ff9b::10.1.2.3]",
    "[fd00:1::9]",
    "both.example",
    "0xa.65539",
  ])("let %s through", async (host) => {
    expect(await inside.check(`http://${host}/`, test)).toEqual({ kind: "allowed" });
  });

  it.each(["10.2.0.1", "[::ffff:10.2.0.1]", "[fd00:2::9]", "mixed.example", "[2002:a01:203::]", "127.0.0.2"])(
    "let %s through no more than before",
    async (host) => {
      expect(await inside.check(`http://${host}/`, test)).toEqual({ kind: "refused", refusal: "address" });
    },
  );

  it("are of their own family: all of IPv6 is none of IPv4", async () => {
    const newer = createUrlGuard({ allowedRanges: ["::/0"], ...anyPort });
    expect(await newer.check("http://[fd00::1]/", test)).toEqual({ kind: "allowed" });
    for (const host of ["10.0.0.1", "[::ffff:10.0.0.1]"]) {
      expect(await newer.check(`http://${host}/`, test)).toMatchObject({ refusal: "address" });
    }
  });
});
