import { findWebhookEndpoint, listAuditEntries, sealedIn } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { consoleTraces } from "../../testing/console-traces.ts";

const traces = consoleTraces();
let stage: ConsoleStage;
let keeper: SignedIn;
let appId: string;

beforeAll(async () => {
  stage = await openConsoleStage({
    logger: traces.logger,
    changes: { WEBHOOK_ALLOWED_CIDRS: "192.0.2.0/24" },
  });
  keeper = await stage.signIn(["merchants.manage", "webhooks.read", "webhooks.manage"]);
  const merchant = (await keeper.call("merchants.create", { name: "tea house" })).data();
  appId = (await keeper.call("apps.create", { merchant_id: merchant.id, name: "shop" })).data().app.id;
});
afterAll(() => stage.close());

const url = "https://192.0.2.1/hooks";
const nobody = `ep_${"0".repeat(26)}`;
const create = (fields: object = {}) =>
  keeper.call("app_endpoints.create", { app_id: appId, live: false, url, ...fields });

describe("the endpoints of an app", () => {
  it("show their secret once, are changed, rotated and deleted, and all of it is in the audit but the secrets", async () => {
    const { endpoint, secret } = (
      await create({ signatures: ["v1", "v1a"], description: "<b>note</b>" })
    ).data();
    expect(endpoint).toMatchObject({ app_id: appId, event_types: ["*"], status: "enabled", live: false });
    expect(endpoint.public_key).toMatch(/^whpk_/);

    const { id, version: expected_version } = endpoint;
    const change = { id, expected_version, status: "disabled" as const, rate_limit: 5, description: null };
    const changed = (await keeper.call("app_endpoints.update", change)).data();
    expect(changed).toMatchObject({ status: "disabled", disabled_reason: "asked", rate_limit: 5, url });
    const rotate = (previous_secret_until: string | null) =>
      keeper.call("app_endpoints.rotate_secret", { id, previous_secret_until });
    const rotated = (await rotate(null)).data();
    expect(rotated.secret).not.toBe(secret);
    expect(rotated.endpoint.previous_secret_until).not.toBeNull();
    expect((await rotate(null)).problem().code).toBe("conflict");
    const boundTo = sealedIn("webhook_endpoints.secret", id);
    const row = await findWebhookEndpoint(stage.database.connection, { endpointId: id });
    const stored = [row?.secret, row?.previousSecret];
    expect(stored.map((sealed) => stage.secretBox.open(sealed ?? "", boundTo))).toEqual([
      rotated.secret,
      secret,
    ]);
    expect((await keeper.call("app_endpoints.delete", { id })).status).toBe(200);
    expect((await keeper.call("app_endpoints.delete", { id })).problem().code).toBe("not_found");

    const entries = await listAuditEntries(stage.database.connection, { subject: id, limit: 20 });
    expect(entries.map(({ action, phase }) => `${action} ${phase}`)).toEqual([
      "app_endpoints.delete refused",
      "app_endpoints.delete asked",
      "app_endpoints.delete done",
      "app_endpoints.delete asked",
      "app_endpoints.rotate_secret refused",
      "app_endpoints.rotate_secret asked",
      "app_endpoints.rotate_secret done",
      "app_endpoints.rotate_secret asked",
      "app_endpoints.update done",
      "app_endpoints.update asked",
      "app_endpoints.create done",
    ]);
    const update = entries.find(({ action, phase }) => action === "app_endpoints.update" && phase === "done");
    expect(JSON.parse(update?.details ?? "null")).toMatchObject({
      before: { status: "enabled", description: "<b>note</b>" },
      after: { status: "disabled", description: null },
    });
    const everything = await traces.text(stage.database);
    for (const one of [secret, rotated.secret]) expect(everything).not.toContain(one.slice("whsec_".length));
  });

  it("are listed newest first, those of both modes, page by page", async () => {
    const made = [(await create()).data(), (await create({ live: true })).data(), (await create()).data()];
    const first = (await keeper.call("app_endpoints.list", { app_id: appId, limit: "2" })).data();
    const more = { app_id: appId, limit: "2", after: first.next ?? "" };
    const second = (await keeper.call("app_endpoints.list", more)).data();
    expect([...first.rows, ...second.rows]).toEqual(made.map(({ endpoint }) => endpoint).toReversed());
    expect(JSON.stringify([first, second])).not.toContain("whsec_");
  });

  it.each([
    ["http://127.0.0.1/hooks", false, "WEBHOOK_ALLOWED_CIDRS"],
    ["http://169.254.169.254/latest/meta-data", false, "WEBHOOK_ALLOWED_CIDRS"],
    ["https://192.0.2.1:22/hooks", false, "WEBHOOK_ALLOWED_PORTS"],
    ["http://192.0.2.1/hooks", true, "https"],
    ["https://user:pw@192.0.2.1/hooks", false, "user information"],
  ])("are not made for %s", async (wrong, live, rule) => {
    const refusal = (await create({ url: wrong, live })).problem();
    expect(refusal).toMatchObject({ code: "url_not_allowed", status: 422, errors: [{ path: "url" }] });
    expect(refusal.errors?.[0]?.message).toContain(rule);
  });

  it("do not move to such an address either, and stay as they are", async () => {
    const { endpoint } = (await create()).data();
    const move = { id: endpoint.id, expected_version: endpoint.version, url: "http://[::1]/hooks" };
    expect((await keeper.call("app_endpoints.update", move)).problem().code).toBe("url_not_allowed");
    const { rows } = (await keeper.call("app_endpoints.list", { app_id: appId })).data();
    expect(rows.find(({ id }) => id === endpoint.id)).toEqual(endpoint);
  });

  it("are none where there is no app or no endpoint, or where what is said of them breaks a rule", async () => {
    const elsewhere = await create({ app_id: `app_${"0".repeat(26)}` });
    expect(elsewhere.problem().code).toBe("not_found");
    const unknown = await keeper.call("app_endpoints.update", {
      id: nobody,
      expected_version: "0".repeat(32),
      rate_limit: null,
    });
    expect(unknown.problem().code).toBe("not_found");
    const wrong = await create({ event_types: ["refund.lost"] });
    expect(wrong.problem().errors?.[0]?.path).toBe("event_types[0]");
    const looking = await stage.signIn(["webhooks.read"]);
    const asked = await looking.call("app_endpoints.rotate_secret", {
      id: nobody,
      previous_secret_until: null,
    });
    expect(asked.problem().code).toBe("not_permitted");
  });
});
