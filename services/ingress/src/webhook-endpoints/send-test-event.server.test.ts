import { deliveryAttempt } from "@compose-pay/contracts";
import { events, outbox } from "@compose-pay/database";
import { waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Api, apiOf } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { makeEndpoint } from "../../testing/make-endpoint.ts";
import { type StandInNotifier, startStandInNotifier } from "../../testing/stand-in-notifier.ts";
import { addTestApp, type TestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;
let app: TestApp;
let notifier: StandInNotifier;

beforeAll(async () => {
  stage = await openIngressStage();
  api = apiOf(await stage.start());
  app = await addTestApp(stage, { methods: [] });
  notifier = await startStandInNotifier(stage);
});
afterAll(() => stage.close());
beforeEach(() => {
  notifier.goesTo = "attempt";
});

const newEndpoint = (fields: object = {}) => makeEndpoint(api, app.key, fields);

const call = (method: string, path: string, json?: unknown, headers = {}) =>
  api(method, `/v1/webhook_endpoints/${path}`, {
    key: app.key,
    headers,
    ...(json !== undefined && { json }),
  });

const isSent = async () => (await stage.database.connection.select().from(outbox)).length === 0;

describe("POST /v1/webhook_endpoints/{id}/test", () => {
  it("answers with the attempt, of an event that is for this endpoint alone", async () => {
    const endpointId = await newEndpoint({ event_types: ["refund.failed"], status: "disabled" });
    const { status, body } = await call("POST", `${endpointId}/test`);
    expect(status).toBe(200);
    const attempt = deliveryAttempt.parse(body);
    expect(attempt).toMatchObject({ number: 1, trigger: "test", status: 204, error: null });
    const stored = await stage.database.connection.select().from(events);
    const event = stored.find(({ id }) => id === attempt.event_id);
    expect(event).toMatchObject({
      appId: app.appId,
      endpointId,
      paymentId: null,
      live: false,
      type: "webhook.test",
      sequence: 1,
      dueAt: expect.any(Date) as Date,
    });
    expect(JSON.parse(event?.body ?? "")).toEqual({
      id: attempt.event_id,
      type: "webhook.test",
      timestamp: event?.createdAt.toISOString(),
      sequence: 1,
      data: { object: "webhook_test", endpoint_id: endpointId, live: false },
    });
    const read = await api("GET", `/v1/events/${attempt.event_id}`, { key: app.key });
    expect(read.text).toBe(event?.body);
  });

  it.each([
    ["nothing", null],
    ["delivery", expect.stringMatching(/^dlv_/)],
  ] as const)("answers 202 with the delivery when time is up: %s was made", async (goesTo, id) => {
    notifier.goesTo = goesTo;
    const endpointId = await newEndpoint();
    const answer = await call("POST", `${endpointId}/test`, undefined, { prefer: "wait=1" });
    expect(answer.status).toBe(202);
    expect(answer.headers.get("preference-applied")).toBe("wait=1");
    expect(answer.body).toMatchObject({
      id: id as unknown,
      object: "delivery",
      event_type: "webhook.test",
      endpoint_id: endpointId,
      status: "pending",
      attempts: [],
    });
  });

  it("does not wait when it is not to, and the message goes out all the same", async () => {
    notifier.goesTo = "nothing";
    const endpointId = await newEndpoint();
    const startedMs = performance.now();
    const answer = await call("POST", `${endpointId}/test`, {}, { prefer: "wait=0" });
    expect(answer.status).toBe(202);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
    expect((await call("POST", `${endpointId}/test`, { body: "mine" })).status).toBe(422);
    await waitFor(isSent, { deadlineMs: 10_000, what: "the messages" });
  });
});
