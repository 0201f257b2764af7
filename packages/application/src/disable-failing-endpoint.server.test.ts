import { endpointDisabledEvent as disabledEvent, fanOutEvents, webhookBody } from "@compose-pay/contracts";
import { findEvents, inTransaction, outbox } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newTestApp, newTestEndpoint, rereadEndpoint } from "../testing/endpoint-fixture.ts";
import { count } from "../testing/payment-fixture.ts";
import { openSetUp, setUpAt, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { disableFailingEndpoint } from "./disable-failing-endpoint.ts";

let fixture: SetUpFixture;
let appId: string;

beforeAll(async () => {
  fixture = await openSetUp();
  appId = await newTestApp(fixture);
});
afterAll(() => fixture.close());

const disable = (endpointId: string, reason: "gone" | "failing" = "failing") =>
  inTransaction(fixture.deps.database, (transaction) =>
    disableFailingEndpoint(transaction, { endpointId, reason, at: setUpAt, traceId: "trace" }),
  );

describe("disableFailingEndpoint", () => {
  it("disables the endpoint and stores the event about it with its message", async () => {
    const bystander = await newTestEndpoint(fixture, { appId, live: true });
    const made = await newTestEndpoint(fixture, { appId, live: true }, { signatures: ["v1", "v1a"] });
    const done = await disable(made.endpoint.id);
    expect(await rereadEndpoint(fixture, made.endpoint.id)).toMatchObject({
      status: "disabled",
      disabledReason: "failing",
      disabledAt: setUpAt,
    });
    expect(await rereadEndpoint(fixture, bystander.endpoint.id)).toMatchObject({ status: "enabled" });
    if (done === null) throw new Error("it was enabled");
    const [stored] = await findEvents(fixture.deps.database.connection, [done.event.id]);
    expect(stored).toEqual(done.event);
    expect(stored).toMatchObject({ appId, paymentId: null, endpointId: null, live: true, notifyUrl: null });
    const told = disabledEvent.parse(JSON.parse(done.event.body));
    expect(told).toMatchObject({
      id: done.event.id,
      sequence: 1,
      timestamp: setUpAt.toISOString(),
      data: { id: made.endpoint.id, status: "disabled", disabled_reason: "failing", live: true },
    });
    expect(JSON.parse(done.event.body)).toEqual(told);
    expect(done.event.body).not.toContain(made.secret);
    expect(webhookBody.safeParse(told).success).toBe(true);
    const [message] = await fixture.deps.database.connection.select().from(outbox);
    expect(message).toEqual(done.message);
    expect(fanOutEvents.schema.parse(message?.body)).toEqual({ event_ids: [done.event.id] });
    expect(message).toMatchObject({ queue: "notify.events", name: "event.created", traceId: "trace" });
  });

  it("makes one event of many who find the same, and none of an endpoint that is disabled or gone", async () => {
    const { endpoint } = await newTestEndpoint(fixture, { appId });
    const before = await count(fixture, "events");
    const all = await Promise.all(Array.from({ length: 8 }, () => disable(endpoint.id, "gone")));
    expect(all.filter((one) => one !== null)).toHaveLength(1);
    expect(await count(fixture, "events")).toBe(before + 1);
    expect(await rereadEndpoint(fixture, endpoint.id)).toMatchObject({ disabledReason: "gone" });
    const asked = await newTestEndpoint(fixture, { appId }, { status: "disabled" });
    expect(await disable(asked.endpoint.id)).toBeNull();
    expect(await rereadEndpoint(fixture, asked.endpoint.id)).toMatchObject({ disabledReason: "asked" });
    expect(await disable("ep_none")).toBeNull();
    expect(await count(fixture, "events")).toBe(before + 1);
  });
});
