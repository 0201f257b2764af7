import { deliveries, outbox } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { addApp, addAttempt, addDelivery, addEndpoint, addEvent } from "../../testing/webhook-rows.ts";

let stage: ConsoleStage;
let caller: SignedIn;
let appId: string;

beforeAll(async () => {
  stage = await openConsoleStage();
  caller = await stage.signIn(["webhooks.read", "webhooks.act"]);
  appId = await addApp(stage);
});
afterAll(() => stage.close());

const hostile = `<img src=x onerror=alert(1)></script><script>alert("\u202e")</script>\r\nSet-Cookie: a=b`;

describe("deliveries.list", () => {
  it("shows what an endpoint got, newest first and page by page, and by its status", async () => {
    const endpointId = await addEndpoint(stage, appId);
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const createdAt = new Date(Date.UTC(2026, 2, 1, 8, 0, Math.floor(index / 2)));
      const event = await addEvent(stage, { appId, createdAt });
      const state = index === 2 ? "succeeded" : "exhausted";
      ids.push((await addDelivery(stage, event, { endpointId, state })).id);
    }
    const seen: string[] = [];
    let after = "";
    for (let pages = 0; pages < 3; pages += 1) {
      const page = (
        await caller.call("deliveries.list", {
          endpoint_id: endpointId,
          limit: "2",
          ...(after === "" ? {} : { after }),
        })
      ).data();
      seen.push(...page.rows.map(({ id }) => id));
      after = page.next ?? "";
    }
    expect(after).toBe("");
    expect(seen).toEqual(ids.toReversed());
    const succeeded = { endpoint_id: endpointId, status: "succeeded" } as const;
    expect((await caller.call("deliveries.list", succeeded)).data().rows.map(({ id }) => id)).toEqual([
      ids[2],
    ]);
    const wrong = await caller.call("deliveries.list", { endpoint_id: endpointId, after: "dlv_none" });
    expect(wrong.problem().errors).toMatchObject([{ path: "after" }]);
    expect((await caller.call("deliveries.list", { endpoint_id: "ep_none" })).problem().code).toBe(
      "not_found",
    );
  });

  it("shows what fails at all places, and passes over what is well", async () => {
    const endpointId = await addEndpoint(stage, appId, { status: "disabled" });
    const event = await addEvent(stage, { appId });
    const add = async (state: "succeeded" | "retrying" | "exhausted" | "pending", place: string) =>
      (await addDelivery(stage, event, { endpointId: place, state })).id;
    const well = [await add("succeeded", "ep_one"), await add("pending", "ep_two")];
    const failing = [await add("exhausted", "notify_url"), await add("retrying", endpointId)];
    const rows = (await caller.call("deliveries.list", { limit: "2" })).data().rows;
    expect(rows.map(({ id, status }) => [id, status])).toEqual([
      // What waits for a disabled endpoint is paused.
      [failing[1], "paused"],
      [failing[0], "exhausted"],
    ]);
    const retrying = (await caller.call("deliveries.list", { status: "retrying" })).data().rows;
    expect(retrying.map(({ id }) => id)).toEqual([failing[1]]);
    expect(well).toHaveLength(2);
    const other = await caller.call("deliveries.list", { status: "succeeded" });
    expect(other.problem().errors).toMatchObject([{ path: "status" }]);
  });

  it("goes page by page over those that fail, however many that are well stand between them", async () => {
    const endpointId = await addEndpoint(stage, appId);
    const event = await addEvent(stage, { appId });
    const one = await addDelivery(stage, event, { endpointId });
    const buried = [one, await addDelivery(stage, event, { endpointId: "ep_buried", state: "retrying" })];
    const rows = Array.from({ length: 2_000 }, (_, index) => ({
      ...one,
      id: `dlv_zz${String(index).padStart(6, "0")}`,
      endpointId: `ep_zz${index}`,
      state: "succeeded" as const,
    }));
    await stage.database.connection.insert(deliveries).values(rows);
    const first = (await caller.call("deliveries.list", { limit: "1" })).data();
    const second = (await caller.call("deliveries.list", { limit: "1", after: first.next ?? "" })).data();
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(
      buried.map(({ id }) => id).toReversed(),
    );
  });
});

describe("deliveries.show", () => {
  it("has every attempt with its answer as the text that it is, whatever a merchant's server said", async () => {
    const endpointId = await addEndpoint(stage, appId);
    const event = await addEvent(stage, { appId });
    const { id } = await addDelivery(stage, event, { endpointId, attemptsMade: 2 });
    await addAttempt(stage, { deliveryId: id, number: 1, responseStart: hostile });
    await addAttempt(stage, {
      deliveryId: id,
      number: 2,
      trigger: "manual",
      status: null,
      error: "connect_timeout",
      responseStart: null,
      address: null,
      durationMs: 3_000,
    });
    const answer = await caller.call("deliveries.show", { id });
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.data()).toMatchObject({
      id,
      event_type: "payment.succeeded",
      url: "https://shop.example/hooks",
      attempts: [
        { number: 1, trigger: "schedule", status: 500, ms: 7, address: "93.184.216.34", response: hostile },
        { number: 2, trigger: "manual", status: null, ms: 3_000, address: null, error: "connect_timeout" },
      ],
    });
    expect((await caller.call("deliveries.show", { id: "dlv_none" })).problem().code).toBe("not_found");
  });
});

describe("deliveries.redeliver", () => {
  it("sends to that place alone, an own address too, and is in the audit", async () => {
    const endpointId = await addEndpoint(stage, appId);
    const event = await addEvent(stage, { appId });
    const atEndpoint = await addDelivery(stage, event, { endpointId });
    const atAddress = await addDelivery(stage, event, {
      endpointId: "notify_url",
      url: "https://shop.example/notify",
    });
    const again = (await caller.call("deliveries.redeliver", { id: atAddress.id })).data();
    expect(again).toMatchObject({ id: atAddress.id, status: "retrying" });
    expect(again.next_attempt_at).not.toBeNull();
    const bystander = (await caller.call("deliveries.show", { id: atEndpoint.id })).data();
    expect(bystander).toMatchObject({ status: "exhausted", next_attempt_at: null });
    await caller.call("deliveries.redeliver", { id: atEndpoint.id });
    expect((await caller.call("deliveries.show", { id: atEndpoint.id })).data().status).toBe("retrying");
    const [asked, done] = await auditOf(stage, { action: "deliveries.redeliver", subject: atAddress.id });
    expect(asked).toMatchObject({ phase: "asked", details: { input: { id: atAddress.id } } });
    expect(done?.details).toMatchObject({ before: { status: "exhausted" }, after: { status: "retrying" } });
    expect(await stage.database.connection.select().from(outbox)).toEqual([]);
  });

  it("is refused for a disabled endpoint, for one that is gone, and without the permission", async () => {
    const event = await addEvent(stage, { appId });
    const endpointId = await addEndpoint(stage, appId, { status: "disabled" });
    const disabled = await addDelivery(stage, event, { endpointId });
    const gone = await addDelivery(stage, event, { endpointId: "ep_gone" });
    for (const { id } of [disabled, gone])
      expect((await caller.call("deliveries.redeliver", { id })).problem().code).toBe("conflict");
    const [, written] = await auditOf(stage, { action: "deliveries.redeliver", subject: disabled.id });
    expect(written).toMatchObject({ phase: "refused", details: { code: "conflict" } });
    const looker = await stage.signIn(["webhooks.read"]);
    const answer = await looker.call("deliveries.redeliver", { id: gone.id });
    expect(answer.problem().code).toBe("not_permitted");
  });
});

describe("events", () => {
  it("are listed over all apps, of one app and its mode, and of a payment, page by page", async () => {
    const own = await addApp(stage);
    const paymentId = "pay_ofevents";
    const [first, second] = [
      await addEvent(stage, { appId: own, paymentId, sequence: 1 }),
      await addEvent(stage, { appId: own, paymentId, sequence: 2 }),
    ];
    const test = await addEvent(stage, { appId: own, live: false });
    const listed = async (input: object) =>
      (await caller.call("events.list", { ...input })).data().rows.map(({ id }) => id);
    expect(await listed({ payment_id: paymentId })).toEqual([second.id, first.id]);
    expect(await listed({ payment_id: paymentId, after: second.id })).toEqual([first.id]);
    expect(await listed({ app_id: own })).toEqual([second.id, first.id]);
    expect(await listed({ app_id: own, after: second.id })).toEqual([first.id]);
    expect(await listed({ app_id: own, live: "false" })).toEqual([test.id]);
    expect(await listed({ limit: "2" })).toEqual([test.id, second.id]);
    const wrong = await caller.call("events.list", { after: "evt_none" });
    expect(wrong.problem().errors).toMatchObject([{ path: "after" }]);
  });

  it("show the text that was sent and where it went, and go again wherever they go", async () => {
    const own = await addApp(stage);
    const endpointId = await addEndpoint(stage, own);
    const event = await addEvent(stage, { appId: own, body: JSON.stringify({ subject: hostile }) });
    const { id } = await addDelivery(stage, event, { endpointId });
    const shown = (await caller.call("events.show", { id: event.id })).data();
    expect(shown.body).toBe(JSON.stringify({ subject: hostile }));
    expect(shown.deliveries).toMatchObject([{ id, status: "exhausted" }]);
    const again = (await caller.call("events.redeliver", { id: event.id })).data();
    expect(again.deliveries).toMatchObject([{ id, endpoint_id: endpointId, status: "retrying" }]);
    const unknown = { id: event.id, endpoint_id: "ep_none" };
    expect((await caller.call("events.redeliver", unknown)).problem().code).toBe("conflict");
    expect((await caller.call("events.redeliver", { id: "evt_none" })).problem().code).toBe("not_found");
    const [, done] = await auditOf(stage, { action: "events.redeliver", subject: event.id });
    expect(done?.details).toMatchObject({ after: { deliveries: [{ id, status: "retrying" }] } });
  });
});
