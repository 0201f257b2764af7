import { delivery } from "@compose-pay/contracts";
import { deliveries, type DeliveryRow, type EventRow, inTransaction, lockEvent } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, apiOf } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { makeEndpoint } from "../../testing/make-endpoint.ts";
import { addAttempt, addDelivery, addEvent } from "../../testing/stored-deliveries.ts";
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

const newEndpoint = (fields: object = {}, { key } = app) => makeEndpoint(api, key, fields);

const redeliver = (eventId: string, json?: object, key = app.key) =>
  api("POST", `/v1/events/${eventId}/redeliver`, { key, ...(json !== undefined && { json }) });

async function deliveriesOf({ id }: EventRow): Promise<readonly DeliveryRow[]> {
  const rows = await stage.database.connection.select().from(deliveries);
  return rows.filter(({ eventId }) => eventId === id);
}

describe("POST /v1/events/{id}/redeliver", () => {
  it("answers 202 with the deliveries that go out again, and takes no body or one", async () => {
    const endpointId = await newEndpoint({ event_types: ["refund.failed"] });
    const event = await addEvent(stage, { appId: app.appId });
    const ended = { state: "exhausted", nextAttemptAt: null, endedAt: new Date() } as const;
    const row = await addDelivery(stage, event, { endpointId, attemptsMade: 1, ...ended });
    const attempt = await addAttempt(stage, row, { number: 1, status: 500, error: "status_500" });
    const startedMs = Date.now();
    const { status, body } = await redeliver(event.id);
    expect(status).toBe(202);
    expect(body).toMatchObject({ object: "list", has_more: false, next_cursor: null });
    const [shown, ...others] = delivery.array().parse(body["data"]);
    expect(others).toEqual([]);
    expect(shown).toMatchObject({
      id: row.id,
      event_id: event.id,
      endpoint_id: endpointId,
      status: "retrying",
      attempts_made: 1,
      ended_at: null,
      attempts: [{ id: attempt.id }],
    });
    const due = Date.parse(shown?.next_attempt_at ?? "");
    expect(due).toBeGreaterThanOrEqual(startedMs);
    expect(due).toBeLessThanOrEqual(Date.now());
    expect((await redeliver(event.id, {})).status).toBe(202);
    expect((await redeliver(event.id, { endpoint_id: null })).status).toBe(202);
    expect(await deliveriesOf(event)).toHaveLength(1);
  });

  it("sends it to the one endpoint that is named, whatever its types", async () => {
    const named = await newEndpoint({ event_types: ["refund.failed"] });
    await newEndpoint({ event_types: ["payment.closed"] });
    const event = await addEvent(stage, { appId: app.appId, type: "payment.closed" });
    const { status, body } = await redeliver(event.id, { endpoint_id: named });
    expect([status, body["data"]]).toEqual([
      202,
      [expect.objectContaining({ endpoint_id: named, status: "pending" })],
    ]);
    const rows = await deliveriesOf(event);
    expect(rows.map(({ endpointId }) => endpointId)).toEqual([named]);
  });

  it("names endpoint_id as its fault when the endpoint is unknown, of others, or disabled", async () => {
    const event = await addEvent(stage, { appId: app.appId });
    const [other, live] = [await addTestApp(stage, { methods: [] }), await addKey(stage, app.appId, true)];
    const ids = [
      "ep_none",
      "notify_url",
      await newEndpoint({}, other),
      await newEndpoint({}, { ...app, key: live.key }),
      await newEndpoint({ status: "disabled" }),
    ];
    for (const endpointId of ids) {
      const { body } = await redeliver(event.id, { endpoint_id: endpointId });
      expect(body).toMatchObject({
        status: 422,
        code: "invalid_request",
        errors: [{ path: "endpoint_id" }],
      });
    }
    for (const json of [{ endpoint_id: 5 }, { endpoint_id: "" }, { to: "ep_1" }]) {
      expect((await redeliver(event.id, json)).status).toBe(422);
    }
    expect(await deliveriesOf(event)).toEqual([]);
  });

  it("names endpoint_id as its fault when the event is for another endpoint", async () => {
    const [meant, other] = [await newEndpoint(), await newEndpoint()];
    const test = { type: "webhook.test", paymentId: null, endpointId: meant };
    const event = await addEvent(stage, { appId: app.appId, ...test });
    expect((await redeliver(event.id, { endpoint_id: other })).body).toMatchObject({
      status: 422,
      errors: [{ path: "endpoint_id" }],
    });
    expect(await deliveriesOf(event)).toEqual([]);
  });

  it("works on two of an app at one time, and asks the others of it alone to come back in a second", async () => {
    const [busy, other] = [
      await addTestApp(stage, { methods: [] }),
      await addTestApp(stage, { methods: [] }),
    ];
    const events = await Promise.all([1, 2, 3].map(() => addEvent(stage, { appId: busy.appId })));
    const elsewhere = await addEvent(stage, { appId: other.appId });
    const client = await stage.database.pool.getConnection();
    try {
      // Every redelivery reads them.
      await client.query("LOCK TABLES deliveries WRITE");
      const answers = events.map(({ id }) => redeliver(id, {}, busy.key));
      const first = await Promise.race(answers);
      expect(first.body).toMatchObject({ status: 429, code: "rate_limited" });
      expect(first.headers.get("retry-after")).toBe("1");
      const waiting = redeliver(elsewhere.id, {}, other.key);
      await client.query("UNLOCK TABLES");
      const codes = (await Promise.all([...answers, waiting])).map(({ status }) => status);
      expect(codes.filter((code) => code === 202)).toHaveLength(3);
    } finally {
      await client.query("UNLOCK TABLES");
      client.release();
    }
  });

  it("answers 429 for an event that others deliver at this moment", async () => {
    const event = await addEvent(stage, { appId: app.appId });
    await inTransaction(stage.database, async (transaction) => {
      await lockEvent(transaction, { eventId: event.id });
      const { status, headers } = await redeliver(event.id);
      expect([status, headers.get("retry-after")]).toEqual([429, "1"]);
    });
  });

  it("knows no event of other apps or of the other mode", async () => {
    const event = await addEvent(stage, { appId: app.appId });
    const live = await addEvent(stage, { appId: app.appId, live: true });
    const other = await addTestApp(stage, { methods: [] });
    const liveKey = await addKey(stage, app.appId, true);
    await newEndpoint({}, other);
    for (const [id, key] of [
      [event.id, other.key],
      [event.id, liveKey.key],
      [live.id, app.key],
      ["evt_01aaaaaaaaaaaaaaaaaaaaaaaa", app.key],
      ["evt_1", app.key],
    ] as const) {
      expect((await redeliver(id, {}, key)).body).toMatchObject({ status: 404, code: "not_found" });
    }
    expect([...(await deliveriesOf(event)), ...(await deliveriesOf(live))]).toEqual([]);
  });
});
