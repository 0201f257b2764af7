import { findApiKeyBySha256, findPaymentPlans } from "@compose-pay/database";
import { channelOf, servedMethods } from "@compose-pay/domain";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newSecretBox, openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { apiKeySha256 } from "./api-key-text.ts";
import { revokeApiKey } from "./revoke-api-key.ts";
import { seedDemo } from "./seed-demo.ts";
import type { ChannelAccountInput } from "./stored-account.ts";

const accounts: readonly ChannelAccountInput[] = [
  account("wechat", "sandbox-wechat", { apiv3_key: "wechat-secret" }),
  account("alipay", "sandbox-alipay", { private_key: "alipay-secret" }),
  account("mock", "mock", {}),
];
const endpointUrl = "http://127.0.0.1:9/hook";

/** Those whose channel the demo has an account at. */
const demoMethods = servedMethods.filter((method) =>
  accounts.some(({ channel }) => channel === channelOf(method)),
);

let setUp: SetUpFixture;

beforeEach(async () => {
  setUp = await openSetUp();
});

afterEach(() => setUp.close());

describe("seedDemo", () => {
  it("makes a merchant that can take every method of its channels with its test key", async () => {
    const demo = await seedDemo(setUp.deps, { accounts, endpointUrl });
    const plans = await findPaymentPlans(setUp.deps.database.connection, demo.appId, false);
    const ids = new Map(Object.entries(demo.accounts));
    expect(plans.map(({ method, enabled, accounts: [first] }) => [method, enabled, first?.id])).toEqual(
      demoMethods.toSorted().map((method) => [method, true, ids.get(channelOf(method) ?? "")]),
    );
    for (const { method, feeTerms } of plans) {
      const rateBps = channelOf(method) === "mock" ? 0 : 60;
      const terms = { rateBps, fixed: 0, min: 0, max: null, rounding: "half_up", returnedOnRefund: true };
      expect(feeTerms, method).toEqual(terms);
    }
    expect(demo.apiKey).toMatch(/^sk_test_/);
    const stored = await setUp.readAllText();
    for (const secret of [demo.apiKey, demo.webhookSecret, "wechat-secret", "alipay-secret"]) {
      expect(stored).not.toContain(secret);
    }
  });

  it("changes nothing the second time, and keeps the key it is told", async () => {
    const first = await seedDemo(setUp.deps, { accounts, endpointUrl });
    const second = await seedDemo(setUp.deps, { accounts, endpointUrl, apiKey: first.apiKey });
    expect(second).toEqual(first);
    expect(await countRows()).toEqual({
      apps: 1,
      api_keys: 1,
      webhook_endpoints: 1,
      channel_accounts: 3,
      routes: demoMethods.length,
    });
  });

  it("makes a new key in place of one that does not work", async () => {
    const first = await seedDemo(setUp.deps, { accounts });
    const sha256 = apiKeySha256(first.apiKey);
    const key = await findApiKeyBySha256(setUp.deps.database.connection, sha256);
    await revokeApiKey(setUp.deps, key?.id ?? "");
    const second = await seedDemo(setUp.deps, { accounts, apiKey: first.apiKey });
    expect(second.apiKey).not.toBe(first.apiKey);
    const third = await seedDemo(setUp.deps, { accounts, apiKey: "sk_test_of_somebody_else" });
    expect([first.apiKey, second.apiKey]).not.toContain(third.apiKey);
  });

  it("makes new secrets when the master key is lost", async () => {
    const first = await seedDemo(setUp.deps, { accounts, endpointUrl });
    const deps = { ...setUp.deps, secretBox: newSecretBox() };
    const second = await seedDemo(deps, { accounts, endpointUrl, apiKey: first.apiKey });
    expect(second).toEqual({ ...first, webhookSecret: second.webhookSecret });
    expect(second.webhookSecret).not.toBe(first.webhookSecret);
    expect(await seedDemo(deps, { accounts, endpointUrl, apiKey: first.apiKey })).toEqual(second);
  });

  it("can be run by two at once", async () => {
    const [one, other] = await Promise.all([
      seedDemo(setUp.deps, { accounts, endpointUrl }),
      seedDemo(setUp.deps, { accounts, endpointUrl }),
    ]);
    expect(other).toEqual({ ...one, apiKey: other.apiKey });
  });
});

function account(
  channel: ChannelAccountInput["channel"],
  name: string,
  credentials: Readonly<Record<string, unknown>>,
): ChannelAccountInput {
  return { channel, name, live: false, baseUrl: "http://127.0.0.1:8", credentials };
}

async function countRows(): Promise<Readonly<Record<string, number>>> {
  const tables = ["apps", "api_keys", "webhook_endpoints", "channel_accounts", "routes"];
  const counts = tables.map(async (table) => {
    const [rows] = await setUp.deps.database.pool.query({ sql: `SELECT * FROM ${table}`, rowsAsArray: true });
    return [table, Array.isArray(rows) ? rows.length : -1] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}
