import {
  createApiKey,
  createApp,
  createMerchant,
  putChannelAccount,
  putContract,
  putRoute,
} from "@compose-pay/application";
import { channelOf, type Method } from "@compose-pay/domain";
import { newId, systemClock } from "@compose-pay/runtime";
import type { IngressStage } from "./ingress-stage.ts";

/** An app with a key, and what it may do with its methods. */
export interface TestApp {
  readonly appId: string;
  readonly merchantId: string;
  readonly keyId: string;
  readonly key: string;
  /** The account of each of its methods. */
  readonly accountIds: Readonly<Record<string, string>>;
}

export interface TestAppOptions {
  readonly methods?: readonly Method[];
  readonly live?: boolean;
  readonly perSecond?: number;
  readonly burst?: number;
  readonly maxAmount?: number;
  /** By method; none for `mock`. */
  readonly credentials?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

type SetUp = Pick<IngressStage, "database" | "secretBox">;

export async function addTestApp(stage: SetUp, options: TestAppOptions = {}): Promise<TestApp> {
  const { perSecond = 10_000, burst = 10_000, live = false } = options;
  const deps = { ...stage, clock: systemClock, newId };
  const merchant = await createMerchant(deps, { name: "Tea house" });
  const limits = { rateLimitPerSecond: perSecond, rateLimitBurst: burst };
  const created = await createApp(deps, { merchantId: merchant.id, name: "Web shop", ...limits });
  if (created.kind !== "created") throw new Error(created.kind);
  const appId = created.app.id;
  const accountIds: Record<string, string> = {};
  for (const method of options.methods ?? ["mock"]) {
    accountIds[method] = await addMethod(stage, { appId, method, options });
  }
  return { appId, merchantId: merchant.id, accountIds, ...(await addKey(stage, appId, live)) };
}

export async function addKey(stage: SetUp, appId: string, live = false) {
  const created = await createApiKey({ ...stage, clock: systemClock, newId }, { appId, live });
  if (created.kind !== "created") throw new Error(created.kind);
  return { keyId: created.apiKey.id, key: created.secret };
}

/** A contract, an account of its own and a route to it. */
export async function addMethod(
  stage: SetUp,
  use: {
    readonly appId: string;
    readonly method: Method;
    readonly options?: TestAppOptions;
    readonly priority?: number;
  },
): Promise<string> {
  const { appId, method, options = {}, priority = 1 } = use;
  const deps = { ...stage, clock: systemClock, newId };
  const channel = channelOf(method);
  if (channel === null) throw new Error(`${method} has no channel`);
  const put = await putChannelAccount(
    { ...deps, allowedChannelHosts: ["127.0.0.1"] },
    {
      enabled: true,
      account: {
        channel,
        name: newId("name"),
        live: options.live ?? false,
        // Ingress calls no channel, so nobody needs to listen there.
        baseUrl: channel === "mock" ? null : "http://127.0.0.1:1",
        credentials: options.credentials?.[method] ?? {},
      },
    },
  );
  if (!("account" in put)) throw new Error(put.kind);
  const { maxAmount = 1_000_000 } = options;
  await putContract(deps, { appId, method, enabled: true, minAmount: 1, maxAmount, feeRateBps: 60 });
  const channelAccountId = put.account.id;
  const routed = await putRoute(deps, { appId, method, channelAccountId, priority, enabled: true });
  if (routed.kind !== "put") throw new Error(routed.kind);
  return channelAccountId;
}
