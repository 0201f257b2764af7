import { newWebhookEndpoint, rotatedWebhookEndpoint, webhookEndpoint } from "@compose-pay/contracts";
import { findWebhookEndpoint, sealedIn, upsertWebhookEndpoint } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, type ApiAnswer, apiOf } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { addKey, addTestApp, type TestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;
let app: TestApp;

beforeAll(async () => {
  stage = await openIngressStage();
  api = apiOf(await stage.start());
  app = await addTestApp(stage, { methods: [] });
});
afterAll(() => stage.close());

const url = "https://shop.example/hooks";
const create = (json: object = {}, key = app.key) =>
  api("POST", "/v1/webhook_endpoints", { key, json: { url, ...json } });
const call = (method: string, path: string, json?: unknown, key = app.key) =>
  api(method, `/v1/webhook_endpoints/${path}`, { key, ...(json !== undefined && { json }) });
const idOf = ({ body }: ApiAnswer) => String(body["id"]);

async function storedRow(id: string) {
  const row = await findWebhookEndpoint(stage.database.connection, { endpointId: id });
  if (row === null) throw new Error(`there is no endpoint ${id}`);
  return row;
}

describe("POST /v1/webhook_endpoints", () => {
  it("answers 201 with every default and the secret, which no later answer has", async () => {
    const made = await create();
    expect(made.status).toBe(201);
    expect(newWebhookEndpoint.parse(made.body)).toEqual({
      id: expect.stringMatching(/^ep_[0-9a-z]{26}$/) as string,
      object: "webhook_endpoint",
      url,
      event_types: ["*"],
      description: null,
      status: "enabled",
      disabled_reason: null,
      rate_limit: null,
      signatures: ["v1"],
      public_key: null,
      live: false,
      created_at: expect.any(String) as string,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) as string,
    });
    const { secret, ...rest } = made.body;
    const read = await call("GET", idOf(made));
    expect([read.status, read.body]).toEqual([200, rest]);
    const row = await storedRow(idOf(made));
    const boundTo = sealedIn("webhook_endpoints.secret", row.id);
    expect(stage.secretBox.open(row.secret, boundTo)).toBe(secret);
  });

  it("takes every field", async () => {
    const wishes = {
      event_types: ["payment.succeeded", "webhook.endpoint_disabled"],
      description: "Web shop",
      status: "disabled",
      rate_limit: 1_000,
      signatures: ["v1", "v1a"],
    };
    const { status, body } = await create(wishes);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      ...wishes,
      disabled_reason: "asked",
      public_key: expect.stringMatching(/^whpk_/) as string,
    });
  });

  it.each([
    [{ url: undefined }, "url"],
    [{ url: "ftp://shop.example/" }, "url"],
    [{ url: null }, "url"],
    [{ event_types: [] }, "event_types"],
    [{ event_types: ["payment.succeeded", "payment.succeeded"] }, "event_types"],
    [{ event_types: ["*", "payment.succeeded"] }, "event_types"],
    [{ event_types: ["payment.paid"] }, "event_types[0]"],
    [{ event_types: "*" }, "event_types"],
    [{ description: "x".repeat(257) }, "description"],
    [{ status: "paused" }, "status"],
    [{ rate_limit: 0 }, "rate_limit"],
    [{ rate_limit: 1_001 }, "rate_limit"],
    [{ rate_limit: 1.5 }, "rate_limit"],
    [{ signatures: [] }, "signatures"],
    [{ signatures: ["v1a"] }, "signatures"],
    [{ signatures: ["v1", "v1"] }, "signatures"],
    [{ secret: "whsec_mine" }, "secret"],
    [{ live: true }, "live"],
  ])("names the fault of %j", async (json, path) => {
    const { body } = await create(json);
    expect(body).toMatchObject({ status: 422, code: "invalid_request", errors: [{ path }] });
  });

  it("refuses what must not be called, and http to a live key", async () => {
    const strict = apiOf(await stage.start({ WEBHOOK_ALLOWED_CIDRS: "", WEBHOOK_ALLOWED_PORTS: "80,443" }));
    const live = await addKey(stage, app.appId, true);
    for (const [json, key, reason] of [
      [{ url: "http://127.0.0.1/" }, app.key, /public addresses/],
      [{ url: "https://[::ffff:10.0.0.1]/" }, app.key, /public addresses/],
      [{ url: "https://shop.example:22/" }, app.key, /port/],
      [{ url: "http://shop.example/" }, live.key, /https/],
    ] as const) {
      const { body } = await strict("POST", "/v1/webhook_endpoints", { key, json });
      expect(body).toMatchObject({
        status: 422,
        code: "url_not_allowed",
        errors: [{ path: "url", message: expect.stringMatching(reason) as string }],
      });
    }
    const { body } = await strict("GET", "/v1/webhook_endpoints", { key: live.key });
    expect(body["data"]).toEqual([]);
  });

  it("takes 50 and refuses the next until one is deleted", async () => {
    const { key } = await addTestApp(stage, { methods: [] });
    const made = await Promise.all(Array.from({ length: 50 }, () => create({}, key)));
    expect(made.map(({ status }) => status)).toEqual(Array(50).fill(201));
    const refused = await create({}, key);
    expect(refused.body).toMatchObject({ status: 422, code: "invalid_request" });
    expect(refused.text).toContain("at most 50");
    expect((await call("DELETE", made.map(idOf)[7] ?? "", undefined, key)).status).toBe(200);
    expect((await create({}, key)).status).toBe(201);
  });
});

describe("GET /v1/webhook_endpoints", () => {
  it("lists those of the key's app and mode in pages, newest first, without secrets", async () => {
    const own = await addTestApp(stage, { methods: [] });
    const live = await addKey(stage, own.appId, true);
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.unshift(idOf(await create({}, own.key)));
    const liveId = idOf(await create({}, live.key));
    const page = async (query: string, key = own.key) =>
      (await api("GET", `/v1/webhook_endpoints?${query}`, { key })).body;
    const first = await page("limit=3");
    expect(first).toMatchObject({ object: "list", has_more: true, next_cursor: ids[2] });
    const rest = await page(`limit=3&starting_after=${String(ids[2])}`);
    expect(rest).toMatchObject({ has_more: false, next_cursor: null });
    const shown = [first, rest].flatMap(({ data }) => webhookEndpoint.array().parse(data));
    expect(shown.map(({ id }) => id)).toEqual(ids);
    expect(JSON.stringify([first, rest])).not.toContain("secret");
    expect(await page("", live.key)).toMatchObject({ data: [{ id: liveId, live: true }], has_more: false });
    for (const cursor of [liveId, "ep_none", "nonsense!"]) {
      expect(await page(`starting_after=${cursor}`)).toMatchObject({ code: "invalid_request" });
    }
    expect(await page("status=enabled")).toMatchObject({ code: "invalid_request" });
  });
});

describe("an endpoint", () => {
  it("is found by no other app and by no key of the other mode, whatever is asked of it", async () => {
    const id = idOf(await create({ description: "mine" }));
    const before = await storedRow(id);
    const [other, live] = [await addTestApp(stage, { methods: [] }), await addKey(stage, app.appId, true)];
    const calls: readonly (readonly [string, string, unknown?])[] = [
      ["GET", id],
      ["PATCH", id, { description: "stolen" }],
      ["DELETE", id],
      ["POST", `${id}/rotate_secret`],
      ["POST", `${id}/test`],
      ["GET", `${id}/deliveries`],
      ["POST", `${id}/replay`, { since: new Date().toISOString() }],
      ["GET", `${id}/replays/rpl_01aaaaaaaaaaaaaaaaaaaaaaaa`],
    ];
    for (const { key } of [other, live]) {
      for (const [method, path, json] of calls) {
        expect((await call(method, path, json, key)).body).toMatchObject({ status: 404, code: "not_found" });
      }
    }
    for (const [method, path, json] of calls) {
      const unknown = path.replace(id, "ep_01aaaaaaaaaaaaaaaaaaaaaaaa");
      expect((await call(method, unknown, json)).status).toBe(404);
      expect((await call(method, path.replace(id, "%00"), json)).status).toBe(404);
    }
    expect(await storedRow(id)).toEqual(before);
  });

  it("of the demo is reached by its own kind of id", async () => {
    const { secret } = await storedRow(idOf(await create()));
    const row = { id: "ep_demo", appId: app.appId, url, eventTypes: ["*"], secret, createdAt: new Date() };
    await upsertWebhookEndpoint(stage.database.connection, { ...row, status: "enabled" });
    expect((await call("GET", "ep_demo")).body).toMatchObject({ id: "ep_demo", live: false });
  });
});

describe("PATCH /v1/webhook_endpoints/{id}", () => {
  it("changes what is named and answers with the whole", async () => {
    const made = await create({ description: "Web", rate_limit: 5, signatures: ["v1", "v1a"] });
    const { secret: _secret, ...whole } = made.body;
    const change = { url: "https://new.example/", event_types: ["refund.succeeded"], description: null };
    const changed = await call("PATCH", idOf(made), change);
    expect([changed.status, changed.body]).toEqual([200, { ...whole, ...change }]);
    const cleared = await call("PATCH", idOf(made), { rate_limit: null, signatures: ["v1"] });
    const cleaned = { rate_limit: null, signatures: ["v1"], public_key: null };
    expect(cleared.body).toEqual({ ...whole, ...change, ...cleaned });
    expect((await call("GET", idOf(made))).body).toEqual(cleared.body);
    expect((await call("PATCH", idOf(made), {})).body).toEqual(cleared.body);
  });

  it("disables and enables", async () => {
    const id = idOf(await create());
    const disabled = await call("PATCH", id, { status: "disabled" });
    expect(disabled.body).toMatchObject({ status: "disabled", disabled_reason: "asked" });
    const enabled = await call("PATCH", id, { status: "enabled" });
    expect(enabled.body).toMatchObject({ status: "enabled", disabled_reason: null });
  });

  it.each([
    [{ url: null }, "url"],
    [{ event_types: null }, "event_types"],
    [{ status: null }, "status"],
    [{ signatures: null }, "signatures"],
    [{ rate_limit: "5" }, "rate_limit"],
    [{ id: "ep_other" }, "id"],
    [{ disabled_reason: null }, "disabled_reason"],
  ])("names the fault of %j and changes nothing", async (json, path) => {
    const made = await create();
    const { body } = await call("PATCH", idOf(made), { description: "changed", ...json });
    expect(body).toMatchObject({ status: 422, code: "invalid_request", errors: [{ path }] });
    expect((await call("GET", idOf(made))).body["description"]).toBeNull();
  });

  it("refuses a URL that must not be called, and a body that is none", async () => {
    const id = idOf(await create());
    const refused = await call("PATCH", id, { url: "http://10.0.0.1/", description: "changed" });
    expect(refused.body).toMatchObject({ status: 422, code: "url_not_allowed", errors: [{ path: "url" }] });
    const { body } = await call("GET", id);
    expect([body["url"], body["description"]]).toEqual([url, null]);
    expect((await call("PATCH", id)).body).toMatchObject({ status: 400, code: "body_malformed" });
  });
});

describe("DELETE /v1/webhook_endpoints/{id}", () => {
  it("deletes one, once", async () => {
    const [id, bystander] = [idOf(await create()), idOf(await create())];
    const deleted = await call("DELETE", id);
    expect([deleted.status, deleted.body]).toEqual([200, { id, object: "webhook_endpoint", deleted: true }]);
    expect((await call("DELETE", id)).status).toBe(404);
    expect((await call("GET", id)).status).toBe(404);
    expect((await call("GET", bystander)).status).toBe(200);
  });
});

describe("POST /v1/webhook_endpoints/{id}/rotate_secret", () => {
  it("answers with a new secret and until when the one before signs, and keeps both sealed", async () => {
    const made = await create({ signatures: ["v1", "v1a"] });
    const before = await storedRow(idOf(made));
    const answer = await call("POST", `${idOf(made)}/rotate_secret`);
    expect(answer.status).toBe(200);
    const rotated = rotatedWebhookEndpoint.parse(answer.body);
    const { secret: first, public_key: firstKey, ...rest } = made.body;
    expect(rotated).toMatchObject(rest);
    expect(rotated.secret).not.toBe(first);
    expect(rotated.public_key).not.toBe(firstKey);
    const inADay = Date.now() + 24 * 3_600_000;
    expect(Math.abs(Date.parse(rotated.previous_secret_expires_at) - inADay)).toBeLessThan(60_000);
    const after = await storedRow(before.id);
    const boundTo = sealedIn("webhook_endpoints.secret", before.id);
    expect(stage.secretBox.open(after.secret, boundTo)).toBe(rotated.secret);
    expect([after.previousSecret, after.previousSigningKey]).toEqual([before.secret, before.signingKey]);
    expect((await call("GET", before.id)).text).not.toContain("secret");
    const withBody = await call("POST", `${before.id}/rotate_secret`, { secret: "mine" });
    expect(withBody.body).toMatchObject({ status: 422, errors: [{ path: "secret" }] });
    expect((await call("POST", `${before.id}/rotate_secret`, {})).status).toBe(200);
  });
});
