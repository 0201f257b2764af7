import { type HostileReceiver, startHostileReceiver } from "@compose-pay/test-support";
import { afterEach, describe, expect, it, vi } from "vitest";
import { anyPort, loopbackGuard } from "../testing/test-guard.ts";
import type { HostResolver } from "./resolve-host.ts";
import { createUrlGuard } from "./url-guard.ts";
import { openWebhookClient, type WebhookClient } from "./webhook-client.ts";

const publicAddress = "93.184.215.14";
const open: (HostileReceiver | WebhookClient)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** Answers in turn, the last for ever, and counts how often it was asked. */
function inTurn(...answers: readonly (readonly string[])[]) {
  let asked = 0;
  const resolve: HostResolver = () => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    return Promise.resolve(answer);
  };
  return { resolve, asked: () => asked };
}

async function receiver(...options: Parameters<typeof startHostileReceiver>) {
  const started = await startHostileReceiver(...options);
  open.push(started);
  return { ...started, port: new URL(started.url).port };
}

/** On saving, no answer is remembered from one check to the next. */
function clientOf(resolve: HostResolver, allowedRanges: readonly string[] = []) {
  const guard = createUrlGuard({ allowedRanges, ...anyPort }, { resolve, checkFreshMs: 1 });
  const client = openWebhookClient({ connectTimeoutMs: 300, totalTimeoutMs: 2_000, guard });
  open.push(client);
  const post = (url: string) => client.post({ url, live: false, headers: {}, body: "{}" });
  return { guard, post };
}

describe("a name that changes its addresses", () => {
  it("is refused where it points inside when it is called, whatever it was when it was saved", async () => {
    const inside = await receiver();
    const { resolve } = inTurn([publicAddress], ["127.0.0.1"]);
    const { guard, post } = clientOf(resolve);
    const url = `http://rebinding.example:${inside.port}/`;
    expect(await guard.check(url, { live: false })).toEqual({ kind: "allowed" });
    const refused = { kind: "unanswered", address: null, fault: "address_not_allowed" };
    expect(await post(url)).toEqual(refused);
    expect(await post(url)).toEqual(refused);
    expect(inside.greeted()).toBe(0);
  });

  it("is called where it was when it was checked, and is asked about once for a connection", async () => {
    // The second answer is the last one on its connection.
    const target = await receiver({
      answer: (_webhook, index) => ({
        kind: "status",
        status: 200,
        headers: index === 1 ? { connection: "close" } : {},
      }),
    });
    const turns = inTurn(["127.0.0.1"], ["127.0.0.2"]);
    const { post } = clientOf(turns.resolve, ["127.0.0.1/32"]);
    const url = `http://rebinding.example:${target.port}/`;
    expect(await post(url)).toMatchObject({ kind: "answered", address: "127.0.0.1" });
    expect(turns.asked()).toBe(1);
    // The connection is used again, where it is.
    expect(await post(url)).toMatchObject({ kind: "answered", address: "127.0.0.1" });
    expect([turns.asked(), target.greeted()]).toEqual([1, 1]);
    expect(await post(url)).toMatchObject({ kind: "unanswered", fault: "address_not_allowed" });
    expect([turns.asked(), target.greeted()]).toEqual([2, 1]);
  });

  it("is asked about again after a minute, though its connection is still good", async () => {
    const target = await receiver();
    const turns = inTurn(["127.0.0.1"], ["127.0.0.2"]);
    const { post } = clientOf(turns.resolve, ["127.0.0.1/32"]);
    const url = `http://moving.example:${target.port}/`;
    const noon = Date.parse("2026-11-22T12:00:00Z");
    vi.useFakeTimers({ toFake: ["Date"], now: noon });
    expect(await post(url)).toMatchObject({ kind: "answered", address: "127.0.0.1" });
    vi.setSystemTime(noon + 59_000);
    expect(await post(url)).toMatchObject({ kind: "answered", address: "127.0.0.1" });
    vi.setSystemTime(noon + 61_000);
    expect(await post(url)).toMatchObject({ kind: "unanswered", fault: "address_not_allowed" });
    expect([turns.asked(), target.greeted()]).toEqual([2, 1]);
  });

  it("is refused for one address of many, also for one of the second family", async () => {
    const inside = await receiver();
    for (const answer of [
      [publicAddress, "127.0.0.1"],
      ["127.0.0.1", publicAddress],
      ["127.0.0.1", "::1"],
      ["2606:4700::1111", "127.0.0.1"],
    ]) {
      const { post } = clientOf(inTurn(answer).resolve);
      const url = `http://mixed.example:${inside.port}/`;
      expect(await post(url)).toMatchObject({ fault: "address_not_allowed" });
    }
    expect(inside.greeted()).toBe(0);
  });

  it("shares no connection with another name, port or scheme", async () => {
    const target = await receiver();
    const { post } = clientOf(inTurn(["127.0.0.1"]).resolve, ["127.0.0.0/8"]);
    await post(`http://one.example:${target.port}/`);
    await post(`http://two.example:${target.port}/`);
    expect(await post(`https://one.example:${target.port}/`)).toMatchObject({ kind: "unanswered" });
    expect(target.greeted()).toBe(3);
    expect(target.received.map(({ headers }) => headers["host"])).toEqual([
      `one.example:${target.port}`,
      `two.example:${target.port}`,
    ]);
  });
});

describe("a redirect", () => {
  it.each([301, 302, 303, 307, 308])("with %i is an answer and not followed", async (status) => {
    const inside = await receiver();
    const headers = { location: `${inside.url}/latest/meta-data`, refresh: `0; url=${inside.url}` };
    const target = await receiver({ answer: () => ({ kind: "status", status, headers }) });
    const client = openWebhookClient({
      connectTimeoutMs: 300,
      totalTimeoutMs: 2_000,
      guard: loopbackGuard(),
    });
    open.push(client);
    const answer = await client.post({ url: target.url, live: false, headers: {}, body: "{}" });
    expect(answer).toMatchObject({ kind: "answered", status });
    expect([target.received.length, inside.greeted()]).toEqual([1, 0]);
  });
});

describe("the resolver", () => {
  it("may hang no longer than a connection may take", async () => {
    const { post } = clientOf(() => new Promise(() => {}));
    expect(await post("http://silent.example/")).toEqual({
      kind: "unanswered",
      address: null,
      fault: "connect_timeout",
    });
  });

  it("that knows no address at all makes no connection", async () => {
    const { post } = clientOf(inTurn([]).resolve);
    expect(await post("http://empty.example/")).toMatchObject({ kind: "unanswered", fault: "dns" });
  });
});

function check(resolve: HostResolver) {
  const guard = createUrlGuard({ allowedRanges: [], ...anyPort }, { resolve, checkTimeoutMs: 50 });
  return (url: string) => guard.check(url, { live: false });
}

describe("a check on saving", () => {
  it("allows a name that does not resolve, or not in time", async () => {
    const unknown = check(() => Promise.reject(Object.assign(new Error("none"), { code: "ENOTFOUND" })));
    expect(await unknown("https://unknown.example/")).toEqual({ kind: "allowed" });
    const silent = check(() => new Promise(() => {}));
    expect(await silent("https://silent.example/")).toEqual({ kind: "allowed" });
  });

  it("asks once for many at the same time, and remembers for a while what it heard of a host", async () => {
    const turns = inTurn([publicAddress], ["127.0.0.1"]);
    const remembering = check(turns.resolve);
    const urls = ["https://shop.example/1", "https://shop.example/2", "http://SHOP.example:81/"];
    const verdicts = await Promise.all(urls.map((url) => remembering(url)));
    expect(verdicts).toEqual(urls.map(() => ({ kind: "allowed" })));
    expect(await remembering("https://shop.example/4")).toEqual({ kind: "allowed" });
    expect(turns.asked()).toBe(1);
    await remembering("https://other.example/");
    expect(turns.asked()).toBe(2);
  });
});
