import { findApiKeyBySha256, sealedIn, upsertWebhookEndpoint } from "@compose-pay/database";
import { type ChannelName, channelOf, largestAmount, servedMethods } from "@compose-pay/domain";
import { apiKeySha256 } from "./api-key-text.ts";
import type { AccountDependencies } from "./channel-addresses.ts";
import { createApiKey } from "./create-api-key.ts";
import { demoAppId, seedDemoApp } from "./seed-demo-app.ts";
import { putChannelAccount } from "./put-channel-account.ts";
import { putContract } from "./put-contract.ts";
import { putRoute } from "./put-route.ts";
import type { SetUpDependencies } from "./set-up-dependencies.ts";
import type { ChannelAccountInput } from "./stored-account.ts";

export interface DemoInput {
  /** One of each channel. */
  readonly accounts: readonly ChannelAccountInput[];
  /** The key of an earlier time; kept if it still works. */
  readonly apiKey?: string | undefined;
  /** Where the demo's events go besides the `notify_url` of a payment. */
  readonly endpointUrl?: string | undefined;
}

export interface SeededDemo {
  readonly merchantId: string;
  readonly appId: string;
  /** A test key. */
  readonly apiKey: string;
  /** Signs what goes to a payment's `notify_url`, and to the demo's endpoint too. */
  readonly webhookSecret: string;
  readonly endpointId: string | null;
  /** The ids of the accounts at the channels that the sandbox speaks, and at `mock`. */
  readonly accounts: Readonly<Record<"wechat" | "alipay" | "mock", string>>;
}

/**
 * Makes the merchant "Demo" with an app, a test key, an endpoint, and accounts, contracts and routes for
 * every method that is served. What is there stays, so that it may be run at every start; what was sealed
 * with a master key that is lost is made anew.
 */
export async function seedDemo(deps: AccountDependencies, input: DemoInput): Promise<SeededDemo> {
  const { merchantId, appId, webhookSecret } = await seedDemoApp(deps);
  const ids = new Map<ChannelName, string>();
  for (const account of input.accounts) ids.set(account.channel, await seedAccount(deps, account));
  return {
    merchantId,
    appId,
    apiKey: await keepOrCreateKey(deps, input.apiKey),
    webhookSecret,
    endpointId:
      input.endpointUrl === undefined ? null : await seedEndpoint(deps, input.endpointUrl, webhookSecret),
    accounts: { wechat: take(ids, "wechat"), alipay: take(ids, "alipay"), mock: take(ids, "mock") },
  };
}

/** @returns the account's id */
async function seedAccount(deps: AccountDependencies, account: ChannelAccountInput): Promise<string> {
  const put = await putChannelAccount(deps, { account, enabled: true });
  if (!("account" in put)) throw new Error(`the demo's account ${account.name} cannot be put: ${put.kind}`);
  const { id: channelAccountId, channel } = put.account;
  for (const method of servedMethods.filter((one) => channelOf(one) === channel)) {
    const common = { appId: demoAppId, method, enabled: true };
    const feeRateBps = channel === "mock" ? 0 : demoFeeRateBps;
    await putContract(deps, { ...common, minAmount: 1, maxAmount: largestAmount, feeRateBps });
    await putRoute(deps, { ...common, channelAccountId, priority: 10 });
  }
  return channelAccountId;
}

/** What the sandbox keeps of a payment by its bills, and gives back with a refund; the rest of the terms is the default. */
const demoFeeRateBps = 60;

async function keepOrCreateKey(deps: SetUpDependencies, known: string | undefined): Promise<string> {
  const row =
    known === undefined ? null : await findApiKeyBySha256(deps.database.connection, apiKeySha256(known));
  const works = row !== null && row.appId === demoAppId && !row.live && row.revokedAt === null;
  if (known !== undefined && works) return known;
  const made = await createApiKey(deps, { appId: demoAppId, live: false });
  if (made.kind === "app_unknown") throw new Error("the demo's app was deleted while it was seeded");
  return made.secret;
}

const demoEndpointId = "ep_demo";

/** One endpoint, whatever its address was at an earlier start. */
async function seedEndpoint(deps: SetUpDependencies, url: string, secret: string): Promise<string> {
  await upsertWebhookEndpoint(deps.database.connection, {
    id: demoEndpointId,
    appId: demoAppId,
    url,
    eventTypes: ["*"],
    description: "Demo",
    status: "enabled",
    secret: deps.secretBox.seal(secret, sealedIn("webhook_endpoints.secret", demoEndpointId)),
    createdAt: deps.clock.now(),
  });
  return demoEndpointId;
}

function take(ids: ReadonlyMap<ChannelName, string>, channel: ChannelName): string {
  const id = ids.get(channel);
  if (id === undefined) throw new Error(`the demo needs an account of ${channel}`);
  return id;
}
