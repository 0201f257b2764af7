import { delivery } from "@compose-pay/contracts";
import { deliveries, type DeliveryRow } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, apiOf } from "../../testing/api-client.ts";
import { type IngressStage, openIngressStage } from "../../testing/ingress-stage.ts";
import { makeEndpoint } from "../../testing/make-endpoint.ts";
import { addAttempt, addDelivery, addEvent } from "../../testing/stored-deliveries.ts";
import { addTestApp, type TestApp } from "../../testing/test-app.ts";

let stage: IngressStage;
let api: Api;
let app: TestApp;

beforeAll(async () => {
  stage = await openIngressStage();
  api = apiOf(await stage.start());
  app = await addTestApp(stage, { methods: [] });
});
afterAll(() => stage.close());

const newEndpoint = (fields: object = {}) => makeEndpoint(api, app.key, fields);

const call = (method: string, path: string, json?: unknown) =>
  api(method, `/v1/webhook_endpoints/${path}`, { key: app.key, ...(json !== undefined && { json }) });
const list = async (id: string, query = "") => (await call("GET", `${id}/deliveries?${query}`)).body;
const idsOf = (body: Readonly<Record<string, unknown>>) =>
  delivery
    .array()
    .parse(body["data"])
    .map(({ id }) => id);

/** Deliveries, always three of one instant; newest first. */
async function addDeliveries(endpointId: string, states: readonly DeliveryRow["state"][]) {
  const rows: DeliveryRow[] = [];
  for (const [index, state] of states.entries()) {
    const createdAt = new Date(Date.UTC(2026, 0, 31) + Math.floor(index / 3) * 1_000);
    const event = await addEvent(stage, { appId: app.appId, createdAt });
    rows.unshift(await addDelivery(stage, event, { endpointId, state }));
  }
  return rows;
}

describe("GET /v1/webhook_endpoints/{id}/deliveries", () => {
  it("shows each delivery with its attempts, the newest last and 5 at most, and only the last answer", async () => {
    const endpointId = await newEndpoint();
    const event = await addEvent(stage, { appId: app.appId, type: "payment.closed" });
    const nextAttemptAt = new Date("2026-03-01T08:00:00.500Z");
    const rest = { state: "retrying", attemptsMade: 23, nextAttemptAt } as const;
    const row = await addDelivery(stage, event, { endpointId, ...rest });
    for (let number = 1; number <= 22; number += 1) await addAttempt(stage, row, { number });
    const startedAt = new Date("2026-03-01T07:00:00.123Z");
    const failure = { address: null, status: null, error: "connect_timeout", responseStart: null };
    const failed = await addAttempt(stage, row, {
      number: 23,
      trigger: "manual",
      ...failure,
      durationMs: 3_001,
      startedAt,
    });
    const bystander = await newEndpoint();
    await addDelivery(stage, event, { endpointId: bystander });
    const page = await list(endpointId);
    expect(page).toMatchObject({ object: "list", has_more: false, next_cursor: null });
    const [shown] = delivery.array().parse(page["data"]);
    expect(shown).toMatchObject({
      id: row.id,
      object: "delivery",
      event_id: event.id,
      event_type: "payment.closed",
      endpoint_id: endpointId,
      status: "retrying",
      attempts_made: 23,
      next_attempt_at: "2026-03-01T08:00:00.500Z",
      created_at: event.createdAt.toISOString(),
      ended_at: null,
    });
    expect(shown?.attempts.map(({ number }) => number)).toEqual([19, 20, 21, 22, 23]);
    expect(shown?.attempts.at(-1)).toEqual({
      id: failed.id,
      object: "delivery_attempt",
      delivery_id: row.id,
      event_id: event.id,
      number: 23,
      trigger: "manual",
      started_at: "2026-03-01T07:00:00.123Z",
      status: null,
      ms: 3_001,
      address: null,
      response: null,
      error: "connect_timeout",
    });
    expect(shown?.attempts[0]).toMatchObject({
      status: 204,
      response: null,
      address: "127.0.0.1",
      error: null,
    });
  });

  it.each([1, 2, 3, 4, 100])("shows each delivery once over pages of %i", async (limit) => {
    const endpointId = await newEndpoint();
    const rows = await addDeliveries(
      endpointId,
      Array.from({ length: 10 }, () => "succeeded" as const),
    );
    const shown: string[] = [];
    let cursor = "";
    for (let pages = 0; pages < 12; pages += 1) {
      const page = await list(endpointId, `limit=${limit}${cursor}`);
      shown.push(...idsOf(page));
      expect(page["has_more"]).toBe(page["next_cursor"] !== null);
      if (typeof page["next_cursor"] !== "string") break;
      cursor = `&starting_after=${page["next_cursor"]}`;
    }
    expect(shown).toEqual(rows.map(({ id }) => id));
  });

  it("keeps to a status over its pages", async () => {
    const endpointId = await newEndpoint();
    const states = ["exhausted", "succeeded", "pending", "exhausted", "retrying", "exhausted"] as const;
    const rows = await addDeliveries(endpointId, states);
    const of = (state: string) => rows.filter((row) => row.state === state).map(({ id }) => id);
    const first = await list(endpointId, "status=exhausted&limit=2");
    expect(idsOf(first)).toEqual(of("exhausted").slice(0, 2));
    const cursor = String(first["next_cursor"]);
    const rest = await list(endpointId, `status=exhausted&limit=2&starting_after=${cursor}`);
    expect(idsOf(rest)).toEqual(of("exhausted").slice(2));
    expect(rest).toMatchObject({ has_more: false, next_cursor: null });
    for (const state of ["pending", "retrying", "succeeded"]) {
      expect(idsOf(await list(endpointId, `status=${state}`))).toEqual(of(state));
    }
    expect(idsOf(await list(endpointId, "status=paused"))).toEqual([]);
  });

  it("looks at a bounded number for a status, and goes on behind them on the next page", async () => {
    const endpointId = await newEndpoint();
    const [wanted] = await addDeliveries(endpointId, ["exhausted"]);
    const event = await addEvent(stage, { appId: app.appId });
    const many = Array.from({ length: 1_500 }, (): DeliveryRow => ({
      id: newId("dlv"),
      eventId: newId("evt"),
      appId: app.appId,
      endpointId,
      targetId: endpointId,
      url: null,
      state: "succeeded",
      trigger: "schedule",
      attemptsMade: 1,
      ladderFrom: 0,
      nextAttemptAt: null,
      lastStatus: 204,
      traceId: "trace",
      createdAt: event.createdAt,
      endedAt: event.createdAt,
    }));
    await stage.database.connection.insert(deliveries).values(many);
    const first = await list(endpointId, "status=exhausted");
    expect(first).toMatchObject({ data: [], has_more: true, next_cursor: many[500]?.id });
    const next = await list(endpointId, `status=exhausted&starting_after=${String(first["next_cursor"])}`);
    expect(idsOf(next)).toEqual([wanted?.id]);
    expect(next).toMatchObject({ has_more: false });
  });

  it("shows what waits for a disabled endpoint as paused, and nothing else", async () => {
    const endpointId = await newEndpoint();
    const states = ["pending", "retrying", "succeeded", "exhausted"] as const;
    const rows = (await addDeliveries(endpointId, states)).toReversed();
    const statuses = async (query = "") => {
      const shown = delivery.array().parse((await list(endpointId, query))["data"]);
      return new Map(shown.map(({ id, status, next_attempt_at }) => [id, [status, next_attempt_at]]));
    };
    expect((await statuses()).get(rows[0]?.id ?? "")).toEqual(["pending", "2026-01-31T00:00:00.000Z"]);
    await call("PATCH", endpointId, { status: "disabled" });
    const paused = await statuses();
    expect(rows.map(({ id }) => paused.get(id)?.[0])).toEqual(["paused", "paused", "succeeded", "exhausted"]);
    expect(paused.get(rows[1]?.id ?? "")).toEqual(["paused", null]);
    expect([...(await statuses("status=paused")).keys()].toSorted()).toEqual(
      rows.slice(0, 2).map(({ id }) => id),
    );
    expect((await statuses("status=pending")).size).toBe(0);
    await call("PATCH", endpointId, { status: "enabled" });
    const waiting = await statuses();
    expect(rows.map(({ id }) => waiting.get(id)?.[0])).toEqual(states);
  });

  it.each(["status=failed", "event_type=payment.closed", "limit=0", "starting_after=dlv_none"])(
    "is refused with its fault: %s",
    async (query) => {
      expect(await list(await newEndpoint(), query)).toMatchObject({ status: 422, code: "invalid_request" });
    },
  );

  it("begins no page behind a delivery of another endpoint", async () => {
    const [endpointId, other] = [await newEndpoint(), await newEndpoint()];
    const [row] = await addDeliveries(other, ["succeeded"]);
    const page = await list(endpointId, `starting_after=${String(row?.id)}`);
    expect(page).toMatchObject({ code: "invalid_request", errors: [{ path: "starting_after" }] });
  });
});
