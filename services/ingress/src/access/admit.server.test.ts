import { addIpRule, freezeMerchant, revokeApiKey, unfreezeMerchant } from "@compose-pay/application";
import { newId, systemClock } from "@compose-pay/runtime";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, apiOf } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { addKey, addTestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;

beforeAll(async () => {
  stage = await openIngressStage();
  api = apiOf(await stage.start());
});
afterAll(() => stage.close());

const wrongKey = `sk_test_${"x".repeat(43)}`;

describe("the key of a call", () => {
  it.each([
    ["none", {}],
    ["another scheme", { authorization: "Basic c2s6" }],
    ["a malformed one", { authorization: "Bearer sk_test_" }],
    ["an unknown one", { authorization: `Bearer ${wrongKey}` }],
  ])("is refused: %s", async (_, headers) => {
    const answer = await api("GET", "/v1/payments", { headers });
    expect(answer.body).toMatchObject({ status: 401, code: "key_invalid" });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    expect(answer.headers.get("ratelimit-policy")).toMatch(/^"failed-authentications";q=\d+;w=\d+$/);
    expect(answer.headers.get("ratelimit")).toMatch(/^"failed-authentications";r=\d+;t=\d+$/);
  });

  it("is one of several that an app has at one time, until it is revoked", async () => {
    const app = await addTestApp(stage);
    const second = await addKey(stage, app.appId);
    const both = [app.key, second.key];
    const statuses = async () =>
      Promise.all(both.map(async (key) => (await api("GET", "/v1/methods", { key })).status));
    expect(await statuses()).toEqual([200, 200]);
    await revokeApiKey({ ...stage, clock: systemClock }, app.keyId);
    expect(await statuses()).toEqual([401, 200]);
  });

  it("stops working within the age bound of what is remembered of it", async () => {
    const remembering = apiOf(await stage.start({ KEYS_FRESH_MS: "1000" }));
    const { key, keyId } = await addTestApp(stage);
    const status = async () => (await remembering("GET", "/v1/methods", { key })).status;
    expect(await status()).toBe(200);
    await revokeApiKey({ ...stage, clock: systemClock }, keyId);
    await waitFor(async () => (await status()) === 401, { deadlineMs: 5_000, what: "the end of the key" });
  });

  it("is not looked up for an address that failed too often, unless it was right before", async () => {
    const strict = apiOf(await stage.start({ FAILED_KEYS_BURST: "3", FAILED_KEYS_PER_SECOND: "1" }));
    const [known, stranger] = [await addTestApp(stage), await addTestApp(stage)];
    const statusOf = async (key: string) => (await strict("GET", "/v1/methods", { key })).status;
    expect(await statusOf(known.key)).toBe(200);
    const failures = [];
    for (let call = 0; call < 4; call += 1) failures.push(await statusOf(`${wrongKey}${call}`));
    expect(failures).toEqual([401, 401, 401, 429]);
    const blocked = await strict("GET", "/v1/methods", { key: stranger.key });
    expect(blocked.body).toMatchObject({ code: "rate_limited" });
    expect(blocked.headers.get("retry-after")).toBe("1");
    expect(await statusOf(known.key)).toBe(200);
  });
});

describe("the merchant of a call", () => {
  it("is refused while it is frozen, and told its limits all the same", async () => {
    const app = await addTestApp(stage, { perSecond: 5, burst: 10 });
    await freezeMerchant(stage, app.merchantId);
    const frozen = await api("GET", "/v1/methods", { key: app.key });
    expect(frozen.body).toMatchObject({ status: 403, code: "merchant_frozen" });
    expect(frozen.headers.get("ratelimit-policy")).toBe('"default";q=10;w=2');
    expect(frozen.headers.get("ratelimit")).toBe('"default";r=10;t=0');
    await unfreezeMerchant(stage, app.merchantId);
    expect((await api("GET", "/v1/methods", { key: app.key })).status).toBe(200);
  });
});

function allow(appId: string, cidr: string) {
  return addIpRule({ ...stage, clock: systemClock, newId }, { appId, cidr });
}

describe("the allow-list of an app", () => {
  it("lets in the addresses it names and no other", async () => {
    const [inside, outside] = [await addTestApp(stage), await addTestApp(stage)];
    await allow(inside.appId, "127.0.0.0/8");
    await allow(inside.appId, "2001:db8::/32");
    await allow(outside.appId, "192.0.2.0/24");
    expect((await api("GET", "/v1/methods", { key: inside.key })).status).toBe(200);
    const refused = await api("GET", "/v1/methods", { key: outside.key });
    expect(refused.body).toMatchObject({ status: 403, code: "ip_not_allowed" });
    expect(refused.headers.get("ratelimit")).toMatch(/^"default";r=\d+;t=\d+$/);
  });

  it("is not passed by an X-Forwarded-For that nobody vouches for", async () => {
    const { appId, key } = await addTestApp(stage);
    await allow(appId, "192.0.2.0/24");
    const headers = { "x-forwarded-for": "192.0.2.1" };
    expect((await api("GET", "/v1/methods", { key, headers })).status).toBe(403);
  });

  it("is held against what a configured proxy reports", async () => {
    const proxied = apiOf(await stage.start({ TRUSTED_PROXIES: "127.0.0.0/8, ::1" }));
    const { appId, key } = await addTestApp(stage);
    await allow(appId, "192.0.2.0/24");
    const statusFrom = async (reported: string) =>
      (await proxied("GET", "/v1/methods", { key, headers: { "x-forwarded-for": reported } })).status;
    expect(await statusFrom("192.0.2.1")).toBe(200);
    expect(await statusFrom("192.0.2.1, 198.51.100.1")).toBe(403);
  });
});
