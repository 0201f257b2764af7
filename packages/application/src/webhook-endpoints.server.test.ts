import type { UpdateWebhookEndpoint } from "@compose-pay/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  askForEndpoint,
  endpointDeps,
  newTestApp,
  newTestEndpoint,
  rereadEndpoint,
} from "../testing/endpoint-fixture.ts";
import { openSetUp, setUpAt, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { mostEndpointsPerMode } from "./create-webhook-endpoint.ts";
import { deleteWebhookEndpoint } from "./delete-webhook-endpoint.ts";
import { startWebhookReplay } from "./start-webhook-replay.ts";
import { updateWebhookEndpoint } from "./update-webhook-endpoint.ts";
import { webhookEndpointObject } from "./webhook-endpoint-object.ts";

let fixture: SetUpFixture;
let appId: string;

beforeAll(async () => {
  fixture = await openSetUp();
  appId = await newTestApp(fixture);
});
afterAll(() => fixture.close());

const later = (ms: number) => new Date(setUpAt.getTime() + ms);

async function putTarget(id: string, dueAt: Date | null): Promise<void> {
  await fixture.deps.database.pool.query(
    "INSERT INTO delivery_targets (id, app_id, due_at, failures, failing_since, open_until) VALUES (?, ?, ?, 7, ?, ?)",
    [id, appId, dueAt, setUpAt, later(60_000)],
  );
}

async function targetOf(id: string): Promise<unknown> {
  const [rows] = await fixture.deps.database.pool.query(
    "SELECT due_at, failures, failing_since, open_until FROM delivery_targets WHERE id = ?",
    [id],
  );
  // because a query answers a list of rows
  return (rows as readonly unknown[])[0];
}

describe("createWebhookEndpoint", () => {
  it("answers with the secret once and stores it sealed", async () => {
    const made = await newTestEndpoint(fixture, { appId }, { event_types: ["payment.succeeded"] });
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const stored = await fixture.readAllText();
    expect(stored).toContain("https://shop.example/hooks");
    expect(stored).not.toContain(made.secret);
    expect(stored).not.toContain(made.secret.slice("whsec_".length));
    expect(JSON.stringify(made.endpoint)).not.toContain("secret");
    expect(webhookEndpointObject(made.endpoint)).toEqual({
      id: made.endpoint.id,
      object: "webhook_endpoint",
      url: "https://shop.example/hooks",
      event_types: ["payment.succeeded"],
      description: null,
      status: "enabled",
      disabled_reason: null,
      rate_limit: null,
      signatures: ["v1"],
      public_key: null,
      live: false,
      created_at: setUpAt.toISOString(),
    });
  });

  it("makes a key pair where v1a is asked for, and shows its public half", async () => {
    const { endpoint } = await newTestEndpoint(fixture, { appId }, { signatures: ["v1", "v1a"] });
    expect(webhookEndpointObject(endpoint)).toMatchObject({
      signatures: ["v1", "v1a"],
      public_key: expect.stringMatching(/^whpk_[A-Za-z0-9+/]{43}=$/) as string,
    });
    expect((await rereadEndpoint(fixture, endpoint.id)).signingKey).not.toBeNull();
    expect(await fixture.readAllText()).not.toContain("whsk_");
  });

  it("says that one which begins disabled was asked to be", async () => {
    const { endpoint } = await newTestEndpoint(fixture, { appId }, { status: "disabled" });
    expect(endpoint).toMatchObject({ status: "disabled", disabledReason: "asked", disabledAt: setUpAt });
  });

  it("refuses URLs that must not be called, and http for live payments, and stores nothing", async () => {
    const own = await newTestApp(fixture);
    const ask = (url: string, live = false) => askForEndpoint(fixture, { appId: own, live }, { url });
    expect(await ask("http://169.254.169.254/latest")).toEqual({ kind: "url_refused", refusal: "address" });
    expect(await ask("http://shop.example/", true)).toEqual({ kind: "url_refused", refusal: "not_https" });
    expect(await ask("http://shop.example/")).toMatchObject({ kind: "created" });
    expect(await ask("https://shop.example/", true)).toMatchObject({ kind: "created" });
    const [rows] = await fixture.deps.database.pool.query(
      "SELECT live FROM webhook_endpoints WHERE app_id = ? ORDER BY live",
      [own],
    );
    expect(rows).toEqual([{ live: 0 }, { live: 1 }]);
  });

  it("takes 50 for each app and mode, also when they come at once", async () => {
    const full = await newTestApp(fixture);
    await newTestEndpoint(fixture, { appId: full, live: true });
    const all = Array.from({ length: mostEndpointsPerMode + 6 }, () =>
      askForEndpoint(fixture, { appId: full }),
    );
    const kinds = (await Promise.all(all)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "created")).toHaveLength(50);
    expect(kinds.filter((kind) => kind === "too_many")).toHaveLength(6);
    expect(await askForEndpoint(fixture, { appId: full })).toEqual({ kind: "too_many", most: 50 });
    expect(await askForEndpoint(fixture, { appId: full, live: true })).toMatchObject({ kind: "created" });
    expect(await askForEndpoint(fixture, { appId })).toMatchObject({ kind: "created" });
  });

  it("refuses an app that is not there", async () => {
    const refused = { kind: "app_unknown", appId: "app_none" };
    expect(await askForEndpoint(fixture, { appId: "app_none" })).toEqual(refused);
  });
});

const update = (endpointId: string, change: UpdateWebhookEndpoint, at = setUpAt) =>
  updateWebhookEndpoint({ ...endpointDeps(fixture), clock: { now: () => at } }, { endpointId }, change);

describe("updateWebhookEndpoint", () => {
  it("changes what is named, takes away what is null, and leaves the rest and other endpoints", async () => {
    const named = { description: "Web", rate_limit: 5 };
    const [{ endpoint }, bystander] = [
      await newTestEndpoint(fixture, { appId }, named),
      await newTestEndpoint(fixture, { appId }, named),
    ];
    const before = await rereadEndpoint(fixture, endpoint.id);
    expect(await update(endpoint.id, {})).toMatchObject({ kind: "updated" });
    expect(await rereadEndpoint(fixture, endpoint.id)).toEqual(before);
    const change = { description: null, rate_limit: null, event_types: ["refund.failed"] };
    await update(endpoint.id, change);
    expect(await rereadEndpoint(fixture, endpoint.id)).toEqual({
      ...before,
      description: null,
      rateLimit: null,
      eventTypes: ["refund.failed"],
    });
    expect(await rereadEndpoint(fixture, bystander.endpoint.id)).toMatchObject({
      description: "Web",
      rateLimit: 5,
    });
  });

  it("keeps why an endpoint is disabled until it is enabled, which wakes it with a clean record", async () => {
    const { endpoint } = await newTestEndpoint(fixture, { appId });
    const bystander = await newTestEndpoint(fixture, { appId });
    await putTarget(endpoint.id, null);
    await putTarget(bystander.endpoint.id, null);
    const untouched = await targetOf(bystander.endpoint.id);
    await update(endpoint.id, { status: "disabled" });
    const disabled = { status: "disabled", disabledReason: "asked", disabledAt: setUpAt };
    expect(await rereadEndpoint(fixture, endpoint.id)).toMatchObject(disabled);
    await update(endpoint.id, { status: "disabled" }, later(1_000));
    expect(await rereadEndpoint(fixture, endpoint.id)).toMatchObject(disabled);
    expect(await targetOf(endpoint.id)).toEqual(untouched);
    await update(endpoint.id, { status: "enabled" }, later(2_000));
    const enabled = { status: "enabled", disabledReason: null, disabledAt: null };
    expect(await rereadEndpoint(fixture, endpoint.id)).toMatchObject(enabled);
    const clean = { failures: 0, failing_since: null, open_until: null };
    expect(await targetOf(endpoint.id)).toEqual({ due_at: "2026-03-01 08:00:02.123", ...clean });
    expect(await targetOf(bystander.endpoint.id)).toEqual(untouched);
  });

  it("guards a new URL, forgives what failed at the old one, and asks nobody about the same", async () => {
    const { endpoint } = await newTestEndpoint(fixture, { appId });
    await putTarget(endpoint.id, later(-5_000));
    const refused = await update(endpoint.id, { url: "http://[::1]/", description: "x" });
    expect(refused).toEqual({ kind: "url_refused", refusal: "address" });
    expect(await rereadEndpoint(fixture, endpoint.id)).toMatchObject({
      url: endpoint.url,
      description: null,
    });
    const urlGuard = { check: () => Promise.reject(new Error("not to be asked")) };
    const same = { url: endpoint.url };
    expect(
      await updateWebhookEndpoint({ ...fixture.deps, urlGuard }, { endpointId: endpoint.id }, same),
    ).toMatchObject({ kind: "updated" });
    expect(await targetOf(endpoint.id)).toMatchObject({ failures: 7 });
    await update(endpoint.id, { url: "https://new.example/" });
    expect(await targetOf(endpoint.id)).toMatchObject({ failures: 0, due_at: "2026-03-01 07:59:55.123" });
  });

  it("makes a key pair when v1a is asked for, keeps it, and drops it with v1a", async () => {
    const { endpoint } = await newTestEndpoint(fixture, { appId });
    await update(endpoint.id, { signatures: ["v1", "v1a"] });
    const made = await rereadEndpoint(fixture, endpoint.id);
    expect(made.publicKey).toMatch(/^whpk_/);
    await update(endpoint.id, { signatures: ["v1a", "v1"] });
    expect(await rereadEndpoint(fixture, endpoint.id)).toEqual(made);
    await update(endpoint.id, { signatures: ["v1"] });
    const gone = { signingKey: null, publicKey: null, previousSigningKey: null };
    expect(await rereadEndpoint(fixture, endpoint.id)).toEqual({ ...made, ...gone });
  });

  it("finds no endpoint of another app or mode", async () => {
    const { endpoint } = await newTestEndpoint(fixture, { appId });
    const other = await newTestApp(fixture);
    for (const owner of [
      { appId: other, live: false },
      { appId, live: true },
    ]) {
      const ref = { endpointId: endpoint.id, owner };
      const change = { description: "stolen" };
      expect(await updateWebhookEndpoint(endpointDeps(fixture), ref, change)).toEqual({ kind: "not_found" });
      expect(await deleteWebhookEndpoint(fixture.deps, ref)).toEqual({ kind: "not_found" });
    }
    expect(await rereadEndpoint(fixture, endpoint.id)).toMatchObject({ description: null });
  });
});

describe("deleteWebhookEndpoint", () => {
  it("deletes one, ends its replay, and has workers look at what waits for it", async () => {
    const [{ endpoint }, bystander] = [
      await newTestEndpoint(fixture, { appId }),
      await newTestEndpoint(fixture, { appId }),
    ];
    for (const { id } of [endpoint, bystander.endpoint]) {
      await putTarget(id, later(60_000));
      await startWebhookReplay(fixture.deps, { endpointId: id }, { since: later(-1_000), traceId: "trace" });
    }
    const ref = { endpointId: endpoint.id };
    expect(await deleteWebhookEndpoint(fixture.deps, ref)).toEqual({ kind: "deleted" });
    expect(await deleteWebhookEndpoint(fixture.deps, ref)).toEqual({ kind: "not_found" });
    expect(await targetOf(endpoint.id)).toMatchObject({ due_at: "2026-03-01 08:00:00.123" });
    expect(await targetOf(bystander.endpoint.id)).toMatchObject({ due_at: "2026-03-01 08:01:00.123" });
    expect(await rereadEndpoint(fixture, bystander.endpoint.id)).toMatchObject({ status: "enabled" });
    const [replays] = await fixture.deps.database.pool.query(
      "SELECT endpoint_id, due_at IS NULL AS is_idle, ended_at FROM webhook_replays ORDER BY id",
    );
    expect(replays).toEqual([
      { endpoint_id: endpoint.id, is_idle: 1, ended_at: "2026-03-01 08:00:00.123" },
      { endpoint_id: bystander.endpoint.id, is_idle: 0, ended_at: null },
    ]);
  });
});
