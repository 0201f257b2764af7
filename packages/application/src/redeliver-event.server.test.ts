import {
  type DeliveryRow,
  deliveryTargetId,
  type EventRow,
  insertDeliveries,
  insertEvent,
  inTransaction,
  lockEvent,
  notifyUrlEndpointId,
  openDatabase,
} from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deliveriesAsTheyStand } from "../testing/deliveries-as-they-stand.ts";
import { newTestApp, newTestEndpoint } from "../testing/endpoint-fixture.ts";
import { count } from "../testing/payment-fixture.ts";
import { openSetUp, setUpAt, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { redeliverEvent } from "./redeliver-event.ts";

let fixture: SetUpFixture;
let appId: string;

beforeAll(async () => {
  fixture = await openSetUp();
});
afterAll(() => fixture.close());

const later = (ms: number) => new Date(setUpAt.getTime() + ms);
const own = "https://own.example/payments";

async function storedEvent(changes: Partial<EventRow> = {}): Promise<EventRow> {
  appId = await newTestApp(fixture);
  const id = newId("evt");
  const row: EventRow = {
    id,
    appId,
    paymentId: newId("pay"),
    endpointId: null,
    live: false,
    type: "payment.succeeded",
    sequence: 1,
    body: `{"id":"${id}"}`,
    notifyUrl: null,
    refundNotifyUrl: null,
    traceId: "trace",
    dueAt: null,
    createdAt: later(-60_000),
    ...changes,
  };
  await insertEvent(fixture.deps.database.connection, row);
  return row;
}

async function storedDelivery(event: EventRow, changes: Partial<DeliveryRow>): Promise<DeliveryRow> {
  const { createdAt } = event;
  const row: DeliveryRow = {
    id: newId("dlv"),
    eventId: event.id,
    appId,
    endpointId: notifyUrlEndpointId,
    targetId: "",
    url: null,
    state: "succeeded",
    trigger: "schedule",
    attemptsMade: 3,
    ladderFrom: 0,
    nextAttemptAt: null,
    lastStatus: 500,
    traceId: "trace",
    createdAt,
    endedAt: createdAt,
    ...changes,
  };
  await insertDeliveries(fixture.deps.database.connection, [row]);
  return row;
}

async function storedFor(event: EventRow): Promise<readonly DeliveryRow[]> {
  const rows = await deliveriesAsTheyStand(fixture.deps.database);
  return rows.filter(({ eventId }) => eventId === event.id);
}

async function endpoint(changes: Parameters<typeof newTestEndpoint>[2] = {}, live = false): Promise<string> {
  return (await newTestEndpoint(fixture, { appId, live }, changes)).endpoint.id;
}

const again = (event: EventRow, endpointId: string | null = null) =>
  redeliverEvent(fixture.deps, { eventId: event.id, endpointId });

async function targets(): Promise<unknown> {
  const [rows] = await fixture.deps.database.pool.query(
    "SELECT id, due_at, open_until FROM delivery_targets WHERE app_id = ? ORDER BY id",
    [appId],
  );
  return rows;
}
const now = "2026-03-01 08:00:00.123";

describe("redeliverEvent", () => {
  it.each([
    [{ state: "succeeded", attemptsMade: 3 }, "retrying"],
    [{ state: "exhausted", attemptsMade: 16 }, "retrying"],
    [{ state: "retrying", attemptsMade: 2, nextAttemptAt: later(3_600_000), endedAt: null }, "retrying"],
    [{ state: "pending", attemptsMade: 0, nextAttemptAt: later(30_000), endedAt: null }, "pending"],
    [{ state: "exhausted", attemptsMade: 0 }, "pending"],
  ] as const)("has %j due now with its ladder from the beginning", async (before, state) => {
    const event = await storedEvent();
    const endpointId = await endpoint();
    const row = await storedDelivery(event, { endpointId, ...before });
    const bystander = await storedDelivery(await storedEvent(), { endpointId });
    appId = event.appId;
    const done = await again(event);
    expect(done).toMatchObject({ kind: "redelivered", deliveries: [{ id: row.id, status: state }] });
    expect(await storedFor(event)).toEqual([
      {
        ...row,
        state,
        targetId: endpointId,
        trigger: "manual",
        ladderFrom: before.attemptsMade,
        nextAttemptAt: setUpAt,
        endedAt: null,
      },
    ]);
    const rows = await deliveriesAsTheyStand(fixture.deps.database);
    expect(rows.find(({ id }) => id === bystander.id)).toEqual(bystander);
    expect(await targets()).toEqual([{ id: endpointId, due_at: now, open_until: null }]);
  });

  it("goes to every place: where it was, own addresses, and enabled endpoints of its mode that want it", async () => {
    const event = await storedEvent({ notifyUrl: own });
    const [unwanted, wanted] = [
      await endpoint({ event_types: ["refund.failed"] }),
      await endpoint({ event_types: ["payment.succeeded"] }),
    ];
    const had = await storedDelivery(event, { endpointId: unwanted });
    const ownRow = await storedDelivery(event, { url: own });
    await endpoint({ event_types: ["payment.closed"] });
    await endpoint({}, true);
    const disabled = await storedDelivery(event, { endpointId: await endpoint({ status: "disabled" }) });
    const deleted = await storedDelivery(event, { endpointId: "ep_deleted" });
    const done = await again(event);
    if (done.kind !== "redelivered") throw new Error(done.kind);
    expect(done.deliveries.map(({ endpoint_id: id }) => id).toSorted()).toEqual(
      [unwanted, wanted, notifyUrlEndpointId].toSorted(),
    );
    const rows = new Map((await storedFor(event)).map((row) => [row.endpointId, row]));
    expect(rows.get(wanted)).toMatchObject({
      state: "pending",
      trigger: "manual",
      attemptsMade: 0,
      ladderFrom: 0,
      url: null,
      targetId: wanted,
      nextAttemptAt: setUpAt,
      createdAt: setUpAt,
    });
    expect(rows.get(unwanted)).toMatchObject({ id: had.id, state: "retrying" });
    const ownTarget = deliveryTargetId(ownRow);
    expect(rows.get(notifyUrlEndpointId)).toMatchObject({ state: "retrying", url: own, targetId: ownTarget });
    expect(rows.get(disabled.endpointId)).toEqual(disabled);
    expect(rows.get(deleted.endpointId)).toEqual(deleted);
    expect(rows.size).toBe(5);
    const woken = [unwanted, wanted, ownTarget].toSorted();
    expect(await targets()).toEqual(woken.map((id) => ({ id, due_at: now, open_until: null })));
  });

  it("goes to the named endpoint alone", async () => {
    const event = await storedEvent({ notifyUrl: own });
    const endpointId = await endpoint({ event_types: ["refund.failed"] });
    await endpoint();
    const ownRow = await storedDelivery(event, { url: own });
    expect(await again(event, endpointId)).toMatchObject({ deliveries: [{ endpoint_id: endpointId }] });
    const rows = await storedFor(event);
    expect(rows).toHaveLength(2);
    expect(rows).toContainEqual(ownRow);
  });

  it("keeps an event that is for one endpoint from all others", async () => {
    const event = await storedEvent();
    const endpointId = await endpoint();
    await endpoint();
    const { pool } = fixture.deps.database;
    await pool.query("UPDATE events SET endpoint_id = ? WHERE id = ?", [endpointId, event.id]);
    await storedDelivery(event, { endpointId, trigger: "test" });
    expect(await again(event)).toMatchObject({ deliveries: [{ endpoint_id: endpointId }] });
    const other = await endpoint();
    expect(await again(event, other)).toEqual({ kind: "endpoint_not_meant" });
    expect(await storedFor(event)).toHaveLength(1);
    expect(await again(event, endpointId)).toMatchObject({ deliveries: [{ endpoint_id: endpointId }] });
  });

  it("tells no endpoint that it was disabled itself", async () => {
    const event = await storedEvent({ type: "webhook.endpoint_disabled", paymentId: null });
    const [about, other] = [await endpoint(), await endpoint()];
    await fixture.deps.database.pool.query("UPDATE events SET body = ? WHERE id = ?", [
      JSON.stringify({ id: event.id, data: { id: about } }),
      event.id,
    ]);
    const had = await storedDelivery(event, { endpointId: about });
    expect(await again(event, about)).toEqual({ kind: "endpoint_not_meant" });
    expect(await again(event)).toMatchObject({ deliveries: [{ endpoint_id: other }] });
    expect(await storedFor(event)).toContainEqual(had);
  });

  it("leaves alone what was asked for before and still waits or is under way, and wakes its target", async () => {
    const event = await storedEvent();
    const endpointId = await endpoint();
    const row = await storedDelivery(event, {
      endpointId,
      state: "retrying",
      trigger: "manual",
      nextAttemptAt: later(60_000),
      endedAt: null,
    });
    expect(await again(event)).toMatchObject({ deliveries: [{ id: row.id }] });
    expect(await storedFor(event)).toEqual([row]);
    expect(await targets()).toEqual([{ id: endpointId, due_at: now, open_until: null }]);
  });

  it("lets one attempt through an open circuit", async () => {
    const event = await storedEvent();
    const [endpointId, bystander] = [await endpoint(), await endpoint({ event_types: ["refund.failed"] })];
    for (const id of [endpointId, bystander]) {
      await fixture.deps.database.pool.query(
        "INSERT INTO delivery_targets (id, app_id, due_at, failures, open_until) VALUES (?, ?, ?, 9, ?)",
        [id, appId, later(60_000), later(60_000)],
      );
    }
    await again(event);
    const far = "2026-03-01 08:01:00.123";
    expect(await targets()).toEqual(
      [
        { id: endpointId, due_at: now, open_until: now },
        { id: bystander, due_at: far, open_until: far },
      ].toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    );
  });

  it("makes nothing for an event that is still to be fanned out, and answers what there is", async () => {
    const event = await storedEvent({ dueAt: later(30_000) });
    const endpointId = await endpoint();
    expect(await again(event)).toEqual({ kind: "redelivered", deliveries: [] });
    expect(await again(event, endpointId)).toEqual({ kind: "redelivered", deliveries: [] });
    expect(await again(event, "ep_none")).toEqual({ kind: "endpoint_unknown" });
    expect(await storedFor(event)).toEqual([]);
    expect(await targets()).toEqual([]);
  });

  it("waits for nobody who has the event", async () => {
    const event = await storedEvent();
    await endpoint();
    const { database } = fixture.deps;
    await inTransaction(database, async (transaction) => {
      await lockEvent(transaction, { eventId: event.id });
      expect(await again(event)).toEqual({ kind: "event_locked" });
    });
    expect(await storedFor(event)).toEqual([]);
    expect(await again(event)).toMatchObject({ kind: "redelivered" });
  });

  it("takes as many statements for many places as for one, when it makes deliveries and when they are there", async () => {
    const alone = openDatabase({ url: fixture.url, poolSize: 1 });
    const asked = async (): Promise<number> => {
      const [rows] = await alone.pool.query("SHOW SESSION STATUS LIKE 'Questions'");
      return Number(/\d+/.exec(JSON.stringify(rows))?.[0]);
    };
    const statementsFor = async (endpoints: number): Promise<readonly number[]> => {
      const event = await storedEvent();
      for (let made = 0; made < endpoints; made += 1) await endpoint();
      const counts: number[] = [];
      for (const _ of ["made", "there"]) {
        const before = await asked();
        const request = { eventId: event.id, endpointId: null };
        await redeliverEvent({ database: alone, clock: fixture.deps.clock }, request);
        counts.push((await asked()) - before);
      }
      expect(await storedFor(event)).toHaveLength(endpoints);
      return counts;
    };
    try {
      expect(await statementsFor(12)).toEqual(await statementsFor(1));
    } finally {
      await alone.close();
    }
  });

  it("makes one delivery for each place of many calls at once", async () => {
    const event = await storedEvent();
    const ids = [await endpoint(), await endpoint(), await endpoint()];
    const all = await Promise.all(Array.from({ length: 12 }, () => again(event)));
    const kinds = all.map(({ kind }) => kind);
    expect(kinds).toContain("redelivered");
    expect(kinds.filter((kind) => kind !== "redelivered" && kind !== "event_locked")).toEqual([]);
    const rows = await storedFor(event);
    expect(rows.map(({ endpointId }) => endpointId).toSorted()).toEqual(ids.toSorted());
    expect(await count(fixture, "delivery_targets", `app_id = '${appId}'`)).toBe(3);
  });
});
