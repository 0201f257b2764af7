import { webhookReplay } from "@compose-pay/contracts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, apiOf } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { makeEndpoint } from "../../testing/make-endpoint.ts";
import { addKey, addTestApp, type TestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;
let app: TestApp;

beforeAll(async () => {
  stage = await openIngressStage();
  api = apiOf(await stage.start());
});
beforeEach(async () => {
  app = await addTestApp(stage, { methods: [] });
});
afterAll(() => stage.close());

const newEndpoint = (fields: object = {}) => makeEndpoint(api, app.key, fields);

const call = (method: string, path: string, json?: unknown) =>
  api(method, `/v1/webhook_endpoints/${path}`, { key: app.key, ...(json !== undefined && { json }) });

const replay = (id: string, since: unknown) => call("POST", `${id}/replay`, { since });
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
const day = 24 * 3_600_000;

async function endReplay(id: unknown): Promise<void> {
  await stage.database.pool.query(
    "UPDATE webhook_replays SET deliveries = 7, due_at = NULL, ended_at = '2026-03-01 08:00:00' WHERE id = ?",
    [id],
  );
}

describe("POST /v1/webhook_endpoints/{id}/replay", () => {
  it("answers 202 with the replay, which can be read until it is done and afterwards", async () => {
    const endpointId = await newEndpoint();
    const since = ago(3_600_000);
    const { status, body } = await replay(endpointId, since);
    expect(status).toBe(202);
    expect(webhookReplay.parse(body)).toEqual({
      id: expect.stringMatching(/^rpl_/) as string,
      object: "webhook_replay",
      endpoint_id: endpointId,
      since,
      status: "running",
      deliveries: 0,
      created_at: expect.any(String) as string,
      ended_at: null,
    });
    const path = `${endpointId}/replays/${String(body["id"])}`;
    expect((await call("GET", path)).body).toEqual(body);
    await endReplay(body["id"]);
    const done = { status: "done", deliveries: 7, ended_at: "2026-03-01T08:00:00.000Z" };
    expect((await call("GET", path)).body).toEqual({ ...body, ...done });
    const [other, live] = [await newEndpoint(), await addKey(stage, app.appId, true)];
    expect((await call("GET", path.replace(endpointId, other))).status).toBe(404);
    expect((await api("GET", `/v1/webhook_endpoints/${path}`, { key: live.key })).status).toBe(404);
    expect((await call("GET", `${endpointId}/replays/rpl_none`)).status).toBe(404);
  });

  it("answers the one that runs, also to many at once, and refuses one that would begin earlier", async () => {
    const endpointId = await newEndpoint();
    const since = ago(3_600_000);
    const answers = await Promise.all(Array.from({ length: 10 }, () => replay(endpointId, since)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(202));
    expect(new Set(answers.map(({ body }) => body["id"])).size).toBe(1);
    expect((await replay(endpointId, ago(1_000))).body).toEqual(answers[0]?.body);
    const earlier = await replay(endpointId, ago(2 * 3_600_000));
    expect(earlier.body).toMatchObject({ status: 422, errors: [{ path: "since" }] });
    expect(earlier.text).toContain(String(answers[0]?.body["id"]));
    const other = await replay(await newEndpoint(), ago(2 * 3_600_000));
    expect(other.status).toBe(202);
    await endReplay(answers[0]?.body["id"]);
    const next = await replay(endpointId, ago(2 * 3_600_000));
    expect(next.status).toBe(202);
    expect(next.body["id"]).not.toBe(answers[0]?.body["id"]);
  });

  it("runs for two endpoints of an app at one time, and names them to whoever asks for more", async () => {
    const ids = await Promise.all([1, 2, 3, 4].map(() => newEndpoint()));
    const answers = await Promise.all(ids.map((id) => replay(id, ago(3_600_000))));
    const taken = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ body }) => body["code"] === "rate_limited");
    expect([taken.length, refused.length]).toEqual([2, 2]);
    for (const { status, body, headers } of refused) {
      for (const one of taken) expect(body["detail"]).toContain(one.body["id"]);
      expect([status, headers.get("retry-after")]).toEqual([429, "5"]);
    }
    const again = await replay(String(taken[0]?.body["endpoint_id"]), ago(3_000_000));
    expect(again.body).toEqual(taken[0]?.body);
    const other = await addTestApp(stage, { methods: [] });
    const elsewhere = await makeEndpoint(api, other.key);
    const path = `/v1/webhook_endpoints/${elsewhere}/replay`;
    expect((await api("POST", path, { key: other.key, json: { since: ago(1_000) } })).status).toBe(202);
    await endReplay(taken[0]?.body["id"]);
    const waiting = ids.find((id) => taken.every(({ body }) => body["endpoint_id"] !== id));
    expect((await replay(String(waiting), ago(3_600_000))).status).toBe(202);
  });

  it.each([
    ["31 days ago", () => ago(30 * day + 60_000)],
    ["in the future", () => ago(-60_000)],
    ["not a time", () => "yesterday"],
    ["no text", () => 5],
    ["absent", () => undefined],
  ])("names since as its fault when it is %s", async (_, since) => {
    const { body } = await replay(await newEndpoint(), since());
    expect(body).toMatchObject({ status: 422, code: "invalid_request", errors: [{ path: "since" }] });
  });

  it("goes back 30 days, in any offset", async () => {
    const since = new Date(Date.now() - 30 * day + 60_000 + 8 * 3_600_000);
    const text = since.toISOString().replace("Z", "+08:00");
    const { status, body } = await replay(await newEndpoint(), text);
    expect([status, body["since"]]).toEqual([202, new Date(since.getTime() - 8 * 3_600_000).toISOString()]);
  });

  it("needs an endpoint that is enabled", async () => {
    const endpointId = await newEndpoint({ status: "disabled" });
    const refused = await replay(endpointId, ago(1_000));
    expect(refused.body).toMatchObject({ status: 422, code: "invalid_request", errors: [{ path: "" }] });
    await call("PATCH", endpointId, { status: "enabled" });
    const taken = await replay(endpointId, ago(3_600_000));
    // Had the refused one been stored, it would run, and this one would begin before it.
    expect([taken.status, taken.body["deliveries"]]).toEqual([202, 0]);
  });
});
