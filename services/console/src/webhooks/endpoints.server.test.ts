import { insertWebhookReplay, outbox } from "@compose-pay/database";
import { newId } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditOf } from "../../testing/audit-of.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { addApp, addDelivery, addEndpoint, addEvent, addTarget } from "../../testing/webhook-rows.ts";

let stage: ConsoleStage;
let caller: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage();
  caller = await stage.signIn(["webhooks.read", "webhooks.act"]);
});
afterAll(() => stage.close());

const ago = (ms: number) => new Date(Date.now() - ms);

describe("endpoints.list", () => {
  it("shows the endpoints of all apps page by page, of one app, and the disabled ones, without a secret", async () => {
    const [one, other] = [await addApp(stage), await addApp(stage)];
    const mine = [await addEndpoint(stage, one), await addEndpoint(stage, one, { status: "disabled" })];
    const theirs = await addEndpoint(stage, other);
    const listed = async (input: object) =>
      (await caller.call("endpoints.list", { ...input })).data().rows.map(({ id }) => id);
    expect(await listed({ app_id: one })).toEqual(mine.toReversed());
    expect(await listed({ app_id: one, state: "disabled" })).toEqual([mine[1]]);
    expect(await listed({ state: "disabled" })).toEqual([mine[1]]);
    const first = (await caller.call("endpoints.list", { limit: "2" })).data();
    expect(first.rows.map(({ id }) => id)).toEqual([theirs, mine[1]]);
    const second = (await caller.call("endpoints.list", { limit: "2", after: first.next ?? "" })).data();
    expect(second).toMatchObject({ rows: [{ id: mine[0], app_id: one }], next: null });
    expect(JSON.stringify([first, second])).not.toMatch(/secret|signing_key|whsec/);
  });

  it("shows those that fail, the longest first, and no own address among them", async () => {
    const appId = await addApp(stage);
    const ids: string[] = [];
    for (const minutes of [10, 30, 20]) {
      const id = await addEndpoint(stage, appId);
      await addTarget(stage.database, { id, appId, failingSince: ago(minutes * 60_000), failures: minutes });
      ids.push(id);
    }
    await addTarget(stage.database, { id: `own_${newId("xx").slice(3)}`, appId, failingSince: ago(1) });
    await addEndpoint(stage, appId);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const input: { app_id: string; state: "failing"; limit: string; after?: string } = {
        app_id: appId,
        state: "failing",
        limit: "1",
        ...(after === null ? {} : { after }),
      };
      const page: { rows: readonly { id: string }[]; next: string | null } = (
        await caller.call("endpoints.list", input)
      ).data();
      seen.push(...page.rows.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual([ids[1], ids[2], ids[0]]);
    const wrong = await caller.call("endpoints.list", { state: "failing", after: "ep_x" });
    expect(wrong.problem().errors).toEqual([{ path: "after", message: "must be `next` of the page before" }]);
  });
});

describe("an endpoint", () => {
  it("is disabled and enabled again, which its line and the audit show", async () => {
    const appId = await addApp(stage);
    const id = await addEndpoint(stage, appId);
    await addTarget(stage.database, { id, appId, failures: 12, openUntil: new Date(Date.now() + 60_000) });
    const event = await addEvent(stage, { appId });
    await addDelivery(stage, event, {
      endpointId: id,
      state: "retrying",
      nextAttemptAt: new Date(),
      endedAt: null,
    });
    expect((await caller.call("endpoints.show", { id })).data()).toMatchObject({
      status: "enabled",
      target: { circuit: "open", failures: 12, waiting: 1, waiting_more: false },
      replay: null,
    });
    const disabled = (await caller.call("endpoints.disable", { id })).data();
    expect(disabled).toMatchObject({ status: "disabled", disabled_reason: "asked" });
    const enabled = (await caller.call("endpoints.enable", { id })).data();
    expect(enabled).toMatchObject({ status: "enabled", target: { circuit: "closed", failures: 0 } });
    const written = await auditOf(stage, { action: "endpoints.disable", subject: id });
    expect(written.map(({ phase }) => phase)).toEqual(["asked", "done"]);
    expect(written[1]).toMatchObject({
      operator: caller.operator.email,
      details: {
        before: { status: "enabled", disabled_reason: null },
        after: { status: "disabled", disabled_reason: "asked" },
      },
    });
  });

  it("that there is not is not found, and only who may act changes one", async () => {
    const looker = await stage.signIn(["webhooks.read"]);
    expect((await caller.call("endpoints.show", { id: "ep_none" })).problem().code).toBe("not_found");
    expect((await caller.call("endpoints.enable", { id: "ep_none" })).problem().code).toBe("not_found");
    expect((await looker.call("endpoints.disable", { id: "ep_none" })).problem().code).toBe("not_permitted");
  });

  it("gets everything again since a time: once at a time, not disabled, not of long ago", async () => {
    const appId = await addApp(stage);
    const id = await addEndpoint(stage, appId);
    const since = ago(3_600_000).toISOString();
    const started = (await caller.call("endpoints.replay", { id, since })).data();
    expect(started).toMatchObject({ is_new: true, replay: { endpoint_id: id, since, status: "running" } });
    expect((await caller.call("endpoints.replay", { id, since })).data().is_new).toBe(false);
    expect((await caller.call("endpoints.show", { id })).data().replay?.id).toBe(started.replay.id);
    const earlier = { id, since: ago(7_200_000).toISOString() };
    expect((await caller.call("endpoints.replay", earlier)).problem().code).toBe("conflict");
    const past = { id: await addEndpoint(stage, appId), since: ago(31 * 86_400_000).toISOString() };
    expect((await caller.call("endpoints.replay", past)).problem().errors).toMatchObject([{ path: "since" }]);
    const disabled = { id: await addEndpoint(stage, appId, { status: "disabled" }), since };
    expect((await caller.call("endpoints.replay", disabled)).problem().code).toBe("conflict");
    const written = await auditOf(stage, { action: "endpoints.replay", subject: id });
    expect(written.map(({ phase }) => phase)).toEqual(["asked", "done", "asked", "done", "asked", "refused"]);
    expect(written[1]?.details).toMatchObject({ after: { is_new: true, replay: { since } } });
  });

  it("shows the replay that runs and none that is over", async () => {
    const appId = await addApp(stage);
    const id = await addEndpoint(stage, appId);
    const at = new Date();
    await insertWebhookReplay(stage.database.connection, {
      id: newId("rpl"),
      appId,
      endpointId: id,
      since: at,
      cursorAt: at,
      cursorId: "",
      deliveries: 3,
      dueAt: null,
      traceId: "trace",
      createdAt: at,
      endedAt: at,
    });
    expect((await caller.call("endpoints.show", { id })).data().replay).toBeNull();
  });

  it("is sent a test, whose message is on its way with the call's trace", async () => {
    const appId = await addApp(stage);
    const id = await addEndpoint(stage, appId, { status: "disabled" });
    const answer = await caller.call("endpoints.send_test", { id });
    const { event_id: eventId } = answer.data();
    const event = (await caller.call("events.show", { id: eventId })).data();
    expect(event).toMatchObject({ type: "webhook.test", endpoint_id: id, app_id: appId, deliveries: [] });
    expect(event.trace_id).toBe(answer.headers.get("x-request-id"));
    // Published and deleted, or still to be: lost it is not.
    const waiting = await stage.database.connection.select().from(outbox);
    const depths = await stage.messaging.queueDepths();
    expect(waiting.length + (depths.get("notify.events") ?? 0)).toBeGreaterThan(0);
  });
});

describe("targets.list", () => {
  it("shows lines that do not move with the reason, and of own addresses the origin only", async () => {
    const appId = await addApp(stage);
    const endpointId = await addEndpoint(stage, appId);
    await addTarget(stage.database, { id: endpointId, appId, dueAt: ago(30_000) });
    const own = `own_${newId("xx").slice(3, 20)}`;
    await addTarget(stage.database, { id: own, appId, dueAt: ago(20_000), openUntil: ago(1_000) });
    const event = await addEvent(stage, { appId });
    await addDelivery(stage, event, {
      endpointId: "notify_url",
      targetId: own,
      url: "https://shop.example/notify?token=hush",
      state: "retrying",
      nextAttemptAt: ago(20_000),
    });
    const first = (await caller.call("targets.list", { app_id: appId, limit: "1" })).data();
    expect(first.rows).toMatchObject([
      { id: endpointId, endpoint_id: endpointId, why: "failing", waiting: 0 },
    ]);
    const second = (
      await caller.call("targets.list", { app_id: appId, limit: "1", after: first.next ?? "" })
    ).data();
    expect(second).toMatchObject({
      rows: [{ id: own, endpoint_id: null, url: "https://shop.example", why: "circuit_probe", waiting: 1 }],
      next: null,
    });
    expect(JSON.stringify(second)).not.toContain("hush");
  });
});
