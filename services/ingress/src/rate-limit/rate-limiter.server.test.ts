import { serverUrl, startTcpProxy, waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, type ApiAnswer, apiOf, paymentParameters } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { addTestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;

beforeAll(async () => {
  stage = await openIngressStage();
  api = apiOf(await stage.start());
});
afterAll(() => stage.close());

/** Slow enough that no token comes back while a test runs. */
const tenADay = { perSecond: 1, burst: 10 };

const limitsOf = ({ headers }: ApiAnswer) => [headers.get("ratelimit-policy"), headers.get("ratelimit")];

async function callAtOnce(calls: number, through: readonly Api[], key: string) {
  const answers = await Promise.all(
    Array.from({ length: calls }, (_, call) => {
      const from = through[call % through.length] ?? api;
      return from("GET", "/v1/methods", { key });
    }),
  );
  return answers.filter(({ status }) => status === 200).length;
}

describe("the rate limit of an app", () => {
  it("is told with every answer, whatever the answer is", async () => {
    const { key } = await addTestApp(stage, { perSecond: 1, burst: 100 });
    const answers = [
      await api("GET", "/v1/methods", { key }),
      await api("GET", "/v1/payments/pay_none", { key }),
      await api("POST", "/v1/payments", { key, json: {} }),
      await api("POST", "/v1/payments", { key, raw: "{" }),
      await api("POST", "/v1/payments", { key, raw: " ".repeat(70_000) }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 422, 400, 413]);
    for (const [index, answer] of answers.entries()) {
      expect(limitsOf(answer)[0]).toBe('"default";q=100;w=100');
      // A token or two may come back while the test runs.
      const left = Number(/^"default";r=(\d+);t=\d+$/.exec(limitsOf(answer)[1] ?? "")?.[1]);
      expect(left).toBeGreaterThanOrEqual(99 - index);
      expect(left).toBeLessThan(100);
    }
  });

  it("refuses the call after the last, and tells when to come again", async () => {
    const { key } = await addTestApp(stage, tenADay);
    expect(await callAtOnce(10, [api], key)).toBe(10);
    const refused = await api("POST", "/v1/payments", { key, json: paymentParameters() });
    expect(refused.body).toMatchObject({ status: 429, code: "rate_limited" });
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(limitsOf(refused)).toEqual(['"default";q=10;w=10', '"default";r=0;t=10']);
  });

  it("fills again with time", async () => {
    const { key } = await addTestApp(stage, { perSecond: 20, burst: 2 });
    await callAtOnce(10, [api], key);
    const isLetIn = async () => (await api("GET", "/v1/methods", { key })).status === 200;
    await waitFor(isLetIn, { deadlineMs: 5_000, what: "the next token" });
  });

  it("is one limit over all processes", async () => {
    const other = apiOf(await stage.start());
    const { key } = await addTestApp(stage, { perSecond: 1, burst: 20 });
    const admitted = await callAtOnce(60, [api, other], key);
    expect(admitted).toBeGreaterThanOrEqual(20);
    expect(admitted).toBeLessThanOrEqual(22);
  });

  it("of one app takes nothing from another", async () => {
    const [one, two] = [await addTestApp(stage, tenADay), await addTestApp(stage, tenADay)];
    await callAtOnce(20, [api], one.key);
    expect(await callAtOnce(10, [api], two.key)).toBe(10);
  });

  it("is open while Redis is away, and the answers tell it all the same", async () => {
    const proxy = await startTcpProxy(serverUrl("REDIS_URL"));
    const cutOff = await stage.start({ REDIS_URL: proxy.url });
    const { key } = await addTestApp(stage, { perSecond: 1, burst: 5 });
    const through = apiOf(cutOff);
    const isReady = async () => (await through("GET", "/readyz")).body["status"] === "ok";
    await waitFor(isReady, { deadlineMs: 5_000, what: "redis" });
    await proxy.cut();
    expect(await callAtOnce(15, [through], key)).toBe(15);
    expect(limitsOf(await through("GET", "/v1/methods", { key }))).toEqual([
      '"default";q=5;w=5',
      expect.stringMatching(/^"default";r=[01];t=[45]$/),
    ]);
    const ready = await through("GET", "/readyz");
    expect([ready.status, ready.body["status"]]).toEqual([200, "degraded"]);
    await proxy.restore();
    await waitFor(isReady, { deadlineMs: 10_000, what: "redis" });
    await waitFor(async () => (await callAtOnce(10, [through], key)) < 10, {
      deadlineMs: 5_000,
      what: "the limit",
    });
    await proxy.close();
  });

  it("does not hang on a Redis that does not answer", async () => {
    const proxy = await startTcpProxy(serverUrl("REDIS_URL"));
    const through = apiOf(await stage.start({ REDIS_URL: proxy.url }));
    const { key } = await addTestApp(stage, { perSecond: 1, burst: 5 });
    await proxy.stall();
    expect(await callAtOnce(10, [through], key)).toBe(10);
    await proxy.close();
  });
});
