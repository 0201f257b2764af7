import { findApiKeyBySha256, findApp, sealedIn } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSetUp, setUpAt, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { addIpRule } from "./add-ip-rule.ts";
import { apiKeySha256 } from "./api-key-text.ts";
import { createApiKey } from "./create-api-key.ts";
import { createApp } from "./create-app.ts";
import { createMerchant } from "./create-merchant.ts";
import { freezeMerchant, unfreezeMerchant } from "./freeze-merchant.ts";
import { putContract } from "./put-contract.ts";
import { removeIpRule } from "./remove-ip-rule.ts";
import { revokeApiKey } from "./revoke-api-key.ts";

let setUp: SetUpFixture;
let appId: string;
let appSecret: string;

beforeAll(async () => {
  setUp = await openSetUp();
  const merchant = await createMerchant(setUp.deps, { name: "茶店 🍵" });
  const made = await createApp(setUp.deps, {
    merchantId: merchant.id,
    name: "Till",
    rateLimitPerSecond: 10,
    rateLimitBurst: 20,
  });
  if (made.kind !== "created") throw new Error(made.kind);
  appId = made.app.id;
  appSecret = made.webhookSecret;
});

afterAll(() => setUp.close());

describe("createApp", () => {
  it("keeps the webhook secret sealed, for its own row alone", async () => {
    const row = await findApp(setUp.deps.database.connection, appId);
    expect(row).toMatchObject({ name: "Till", rateLimitPerSecond: 10, createdAt: setUpAt });
    const { secretBox } = setUp.deps;
    const sealed = row?.webhookSecret ?? "";
    expect(secretBox.open(sealed, sealedIn("apps.webhook_secret", appId))).toBe(appSecret);
    expect(() => secretBox.open(sealed, sealedIn("apps.webhook_secret", "app_other"))).toThrow();
    expect(await setUp.readAllText()).not.toContain(appSecret);
  });

  it("makes secrets as Standard Webhooks has them", () => {
    expect(appSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });

  it("refuses a merchant that is not there", async () => {
    const input = { merchantId: "mer_none", name: "x", rateLimitPerSecond: 1, rateLimitBurst: 1 };
    expect(await createApp(setUp.deps, input)).toEqual({ kind: "merchant_unknown", merchantId: "mer_none" });
  });
});

describe("createApiKey", () => {
  it.each([
    [false, /^sk_test_[\w-]{43}$/],
    [true, /^sk_live_[\w-]{43}$/],
  ])("keeps only a hash of the key (live: %s)", async (live, shape) => {
    const made = await createApiKey(setUp.deps, { appId, live });
    if (made.kind !== "created") throw new Error(made.kind);
    expect(made.secret).toMatch(shape);
    expect(made.apiKey.hint).toBe(made.secret.slice(-4));
    const row = await findApiKeyBySha256(setUp.deps.database.connection, apiKeySha256(made.secret));
    expect(row).toMatchObject({ id: made.apiKey.id, appId, live, revokedAt: null });
    expect(await setUp.readAllText()).not.toContain(made.secret.slice("sk_test_".length));
  });

  it("refuses an app that is not there", async () => {
    const made = await createApiKey(setUp.deps, { appId: "app_none", live: false });
    expect(made).toEqual({ kind: "app_unknown", appId: "app_none" });
  });
});

describe("revokeApiKey", () => {
  it("revokes one key once and leaves the app's other key", async () => {
    const [made, other] = [await newKey(), await newKey()];
    expect(await revokeApiKey(setUp.deps, made)).toMatchObject({ kind: "revoked", revokedAt: setUpAt });
    const later = { ...setUp.deps, clock: { now: () => new Date(setUpAt.getTime() + 1_000) } };
    expect(await revokeApiKey(later, made)).toMatchObject({ kind: "already_revoked", revokedAt: setUpAt });
    expect(await revokeApiKey(later, other)).toMatchObject({ kind: "revoked" });
    expect(await revokeApiKey(later, "key_none")).toEqual({ kind: "key_unknown", keyId: "key_none" });
  });
});

describe("freezeMerchant", () => {
  it("changes one merchant once, and back", async () => {
    const { id } = await createMerchant(setUp.deps, { name: "x" });
    const bystander = await createMerchant(setUp.deps, { name: "x" });
    expect(await freezeMerchant(setUp.deps, id)).toMatchObject({
      kind: "changed",
      merchant: { status: "frozen" },
    });
    expect(await freezeMerchant(setUp.deps, id)).toMatchObject({ kind: "unchanged" });
    expect(await unfreezeMerchant(setUp.deps, bystander.id)).toMatchObject({ kind: "unchanged" });
    expect(await unfreezeMerchant(setUp.deps, id)).toMatchObject({
      kind: "changed",
      merchant: { status: "active" },
    });
    expect(await freezeMerchant(setUp.deps, "mer_none")).toMatchObject({ kind: "merchant_unknown" });
  });
});

describe("addIpRule", () => {
  it("keeps a range once for each app, also when many add it at once", async () => {
    const rule = { appId, cidr: "10.0.0.0/8" };
    const kinds = (await Promise.all(Array.from({ length: 8 }, () => addIpRule(setUp.deps, rule)))).map(
      ({ kind }) => kind,
    );
    expect(kinds.sort()).toEqual(["added", ...Array.from({ length: 7 }, () => "exists")]);
    expect(await removeIpRule(setUp.deps, rule)).toMatchObject({ kind: "removed" });
    expect(await removeIpRule(setUp.deps, rule)).toMatchObject({ kind: "rule_unknown" });
    expect(await addIpRule(setUp.deps, { ...rule, appId: "app_none" })).toMatchObject({
      kind: "app_unknown",
    });
  });
});

describe("putContract", () => {
  it("replaces the app's contract for that method and no other", async () => {
    const terms = { appId, enabled: true, minAmount: 1, maxAmount: 100, feeRateBps: 60 };
    await putContract(setUp.deps, { ...terms, method: "mock" });
    await putContract(setUp.deps, { ...terms, method: "wechat_native" });
    await putContract(setUp.deps, { ...terms, method: "mock", enabled: false, maxAmount: 50 });
    const [rows] = await setUp.deps.database.pool.query(
      "SELECT method, enabled, max_amount AS largest FROM contracts ORDER BY method",
    );
    expect(rows).toEqual([
      { method: "mock", enabled: 0, largest: 50 },
      { method: "wechat_native", enabled: 1, largest: 100 },
    ]);
  });
});

async function newKey(): Promise<string> {
  const made = await createApiKey(setUp.deps, { appId, live: false });
  if (made.kind !== "created") throw new Error(made.kind);
  return made.apiKey.id;
}
