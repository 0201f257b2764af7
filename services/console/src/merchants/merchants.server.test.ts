import { findApp, listAuditEntries, sealedIn } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { consoleTraces } from "../../testing/console-traces.ts";

let now = new Date("2026-03-01T08:00:00.000Z");
const traces = consoleTraces();
let stage: ConsoleStage;
let keeper: SignedIn;

beforeAll(async () => {
  stage = await openConsoleStage({ clock: { now: () => now }, logger: traces.logger });
  keeper = await stage.signIn(["merchants.read", "merchants.manage", "keys.manage"]);
});
afterAll(() => stage.close());

const hostile = `<img src=x onerror=alert(1)> '; DROP TABLE merchants; -- 茶叶`;
const nobody = "0".repeat(26);

const newMerchant = async (name: string) => (await keeper.call("merchants.create", { name })).data();

async function newApp(name = "shop") {
  const merchant = await newMerchant("tea house");
  return (await keeper.call("apps.create", { merchant_id: merchant.id, name })).data();
}

async function lastAudit(action: string) {
  const [entry] = await listAuditEntries(stage.database.connection, { action, limit: 1 });
  const details: unknown = JSON.parse(entry?.details ?? "null");
  return { phase: entry?.phase, subject: entry?.subject, details };
}

describe("merchants", () => {
  it("are created under any name, and listed newest first, page by page", async () => {
    const made = [await newMerchant("one"), await newMerchant(hostile), await newMerchant("three")];
    const first = (await keeper.call("merchants.list", { limit: "2" })).data();
    const more = { limit: "100", after: first.next ?? "" };
    const rest = (await keeper.call("merchants.list", more)).data();
    expect([...first.rows, ...rest.rows].slice(0, 3)).toEqual(made.toReversed());
    const shown = (await keeper.call("merchants.show", { id: made[1]?.id ?? "" })).data();
    expect(shown).toMatchObject({ name: hostile, status: "active" });
    expect((await keeper.call("merchants.show", { id: `mer_${nobody}` })).problem().code).toBe("not_found");
    const lines = await keeper.call("merchants.create", { name: "two\nlines" });
    expect(lines.problem().errors?.[0]?.path).toBe("name");
  });

  it("are found by what their name begins with, as it is written, by name and page by page", async () => {
    const names = ["100% 茶_a", "100% 茶_b", "100%茶", "100x 茶_c", "100% 茶"];
    for (const name of names) await newMerchant(name);
    const found = async (name: string) => {
      const seen: string[] = [];
      for (let after: string | null | undefined; after !== null;) {
        const more: { after?: string } = after === undefined ? {} : { after };
        const page = (await keeper.call("merchants.list", { name, limit: "1", ...more })).data();
        seen.push(...page.rows.map((row) => row.name));
        after = page.next;
      }
      return seen;
    };
    expect(await found("100% 茶")).toEqual(["100% 茶", "100% 茶_a", "100% 茶_b"]);
    expect(await found("100% 茶_")).toEqual(["100% 茶_a", "100% 茶_b"]);
    expect(await found("%")).toEqual([]);
    expect(await found("0%")).toEqual([]);
    const wrong = await keeper.call("merchants.list", { name: "1", after: `mer_${nobody}` });
    expect(wrong.problem().errors).toMatchObject([{ path: "after" }]);
  });

  it("are frozen and thawed, and the audit says from what to what", async () => {
    const { id, version } = await newMerchant("frozen");
    const freeze = async (expected_version: string) =>
      (await keeper.call("merchants.freeze", { id, expected_version })).data();
    const frozen = await freeze(version);
    expect(frozen.status).toBe("frozen");
    expect(await lastAudit("merchants.freeze")).toMatchObject({
      phase: "done",
      subject: id,
      details: { before: { status: "active" }, after: { status: "frozen" } },
    });
    expect((await freeze(frozen.version)).status).toBe("frozen");
    expect(await lastAudit("merchants.freeze")).toMatchObject({ details: { before: { status: "frozen" } } });
    const thawed = await keeper.call("merchants.unfreeze", { id, expected_version: frozen.version });
    expect(thawed.data().status).toBe("active");
    const unknown = await keeper.call("merchants.freeze", { id: `mer_${nobody}`, expected_version: version });
    expect(unknown.problem().code).toBe("not_found");
  });
});

describe("apps", () => {
  it("are of a merchant, and their webhook secret is shown once and found nowhere afterwards", async () => {
    const { app, webhook_secret: secret } = await newApp(hostile);
    expect(secret).toMatch(/^whsec_/);
    const shown = (await keeper.call("apps.show", { id: app.id })).data();
    expect(shown).toMatchObject({ app, merchant: { id: app.merchant_id } });
    await newApp("of another merchant");
    const listed = (await keeper.call("apps.list", { merchant_id: app.merchant_id })).data();
    expect(listed).toEqual({ rows: [app], next: null });
    const other = await newApp(`${hostile} too`);
    const named = (await keeper.call("apps.list", { name: hostile, limit: "1" })).data();
    const next = await keeper.call("apps.list", { name: hostile, limit: "1", after: named.next ?? "" });
    expect([named.rows, next.data().rows]).toEqual([[app], [other.app]]);
    const own = { name: hostile, merchant_id: other.app.merchant_id };
    expect((await keeper.call("apps.list", own)).data().rows).toEqual([other.app]);
    const all = (await keeper.call("apps.list", { limit: "1" })).data();
    expect(all.next).not.toBeNull();

    now = new Date(now.getTime() + 60_000);
    const rotate = (previous_secret_until: string | null) =>
      keeper.call("apps.rotate_secret", { id: app.id, previous_secret_until });
    const rotated = (await rotate(null)).data();
    expect(rotated.app.previous_secret_until).toBe("2026-03-02T08:01:00.000Z");
    expect(rotated.webhook_secret).not.toBe(secret);
    const again = await rotate(null);
    expect(again.problem().code).toBe("conflict");
    const row = await findApp(stage.database.connection, app.id);
    const boundTo = sealedIn("apps.webhook_secret", app.id);
    const stored = [row?.webhookSecret, row?.previousWebhookSecret];
    expect(stored.map((sealed) => stage.secretBox.open(sealed ?? "", boundTo))).toEqual([
      rotated.webhook_secret,
      secret,
    ]);
    expect((await rotate(rotated.app.previous_secret_until)).status).toBe(200);
    const everything = await traces.text(stage.database);
    expect(everything).toContain("console is running");
    expect(everything).toContain(app.id);
    for (const one of [secret, rotated.webhook_secret])
      expect(everything).not.toContain(one.slice("whsec_".length));
    expect(JSON.stringify(shown)).not.toContain("whsec_");
  });

  it("need a merchant that there is, and rates within bounds", async () => {
    const unknown = await keeper.call("apps.create", { merchant_id: `mer_${nobody}`, name: "x" });
    expect(unknown.problem().errors?.[0]?.path).toBe("merchant_id");
    const { id } = await newMerchant("m");
    const none = { merchant_id: id, name: "x", rate_limit_per_second: 0 };
    expect((await keeper.call("apps.create", none)).problem().errors?.[0]?.path).toBe(
      "rate_limit_per_second",
    );
    const gone = await keeper.call("apps.rotate_secret", {
      id: `app_${nobody}`,
      previous_secret_until: null,
    });
    expect(gone.problem().code).toBe("not_found");
  });
});

describe("keys", () => {
  it("are rotated: a second one is made, the first is revoked, and neither is found anywhere", async () => {
    const { app } = await newApp();
    const first = (await keeper.call("keys.create", { app_id: app.id, live: true })).data();
    const second = (await keeper.call("keys.create", { app_id: app.id, live: true })).data();
    expect(first.secret).toMatch(/^sk_live_/);
    expect(second.key).toMatchObject({ live: true, hint: second.secret.slice(-4), revoked_at: null });
    const revoked = (await keeper.call("keys.revoke", { id: first.key.id })).data();
    expect(revoked.revoked_at).toBe(now.toISOString());
    expect(await lastAudit("keys.revoke")).toMatchObject({
      subject: first.key.id,
      details: { before: { revoked_at: null }, after: { revoked_at: now.toISOString() } },
    });
    expect((await keeper.call("keys.revoke", { id: first.key.id })).problem().code).toBe("conflict");
    expect((await keeper.call("keys.revoke", { id: `key_${nobody}` })).problem().code).toBe("not_found");

    const listed = (await keeper.call("keys.list", { app_id: app.id })).data();
    expect(listed.rows).toEqual([second.key, revoked]);
    const everything = await traces.text(stage.database);
    for (const { secret } of [first, second]) expect(everything).not.toContain(secret.slice(0, -4));
    const unknown = await keeper.call("keys.create", { app_id: `app_${nobody}`, live: false });
    expect(unknown.problem().code).toBe("not_found");
  });

  it("ask for the second factor again, and for a permission of their own", async () => {
    const { app } = await newApp();
    const other = await stage.signIn(["merchants.read", "merchants.manage"]);
    const wish = { app_id: app.id, live: false };
    expect((await other.call("keys.create", wish)).problem().code).toBe("not_permitted");
    now = new Date(now.getTime() + 301_000);
    expect((await keeper.call("keys.create", wish)).problem().code).toBe("step_up_required");
    keeper = await stage.signIn(["merchants.read", "merchants.manage", "keys.manage"]);
  });
});

describe("the allow-list of an app", () => {
  it("takes ranges in one form each, once, and gives them up again", async () => {
    const { app } = await newApp();
    const rule = { app_id: app.id, cidr: " 2001:DB8:0:0::/32 " };
    const added = (await keeper.call("ip_rules.add", rule)).data();
    expect(added.cidr).toBe("2001:db8::/32");
    expect((await keeper.call("ip_rules.add", rule)).problem().code).toBe("conflict");
    await keeper.call("ip_rules.add", { app_id: app.id, cidr: "203.0.113.7" });
    const first = (await keeper.call("ip_rules.list", { app_id: app.id, limit: "1" })).data();
    const more = { app_id: app.id, limit: "1", after: first.next ?? "" };
    const second = (await keeper.call("ip_rules.list", more)).data();
    expect([...first.rows, ...second.rows].map(({ cidr }) => cidr)).toEqual([
      "2001:db8::/32",
      "203.0.113.7/32",
    ]);
    for (const cidr of ["10.0.0.1/8", "shop.example", "0.0.0.0/33"]) {
      const wrong = await keeper.call("ip_rules.add", { app_id: app.id, cidr });
      expect(wrong.problem().errors?.[0]?.path).toBe("cidr");
    }
    expect((await keeper.call("ip_rules.remove", rule)).status).toBe(200);
    expect((await keeper.call("ip_rules.remove", rule)).problem().code).toBe("not_found");
    expect(await lastAudit("ip_rules.remove")).toMatchObject({ phase: "refused", subject: app.id });
  });
});
