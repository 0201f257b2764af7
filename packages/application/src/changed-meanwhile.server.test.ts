import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { ChangedMeanwhile, versionOf } from "./changed-meanwhile.ts";
import { createApp } from "./create-app.ts";
import { createMerchant } from "./create-merchant.ts";
import { freezeMerchant, merchantVersion } from "./freeze-merchant.ts";
import { accountVersion, putChannelAccount } from "./put-channel-account.ts";
import { contractVersion, putContract } from "./put-contract.ts";
import { putRoute, routeVersion } from "./put-route.ts";
import { appVersion, updateApp } from "./update-app.ts";

let setUp: SetUpFixture;
let appId: string;
let merchantId: string;

beforeAll(async () => {
  setUp = await openSetUp();
  merchantId = (await createMerchant(setUp.deps, { name: "x" })).id;
  const made = await createApp(setUp.deps, {
    merchantId,
    name: "x",
    rateLimitPerSecond: 1,
    rateLimitBurst: 1,
  });
  if (made.kind !== "created") throw new Error(made.kind);
  appId = made.app.id;
});
afterAll(() => setUp.close());

/** How many of eight at once were done; all others were told that they came too late. */
async function doneAtOnce(change: (number: number) => Promise<unknown>): Promise<number> {
  const settled = await Promise.allSettled(Array.from({ length: 8 }, (_, number) => change(number + 1)));
  const late = settled.filter((one) => one.status === "rejected");
  for (const { reason } of late) expect(reason).toBeInstanceOf(ChangedMeanwhile);
  return settled.length - late.length;
}

const terms = { method: "mock", enabled: true, minAmount: 1, maxAmount: 100 } as const;
const mock = { channel: "mock", live: false, baseUrl: null, credentials: {} } as const;

async function newAccount(name: string) {
  const put = await putChannelAccount(setUp.deps, { account: { ...mock, name }, enabled: true });
  if (!("account" in put)) throw new Error(put.kind);
  return put.account;
}

describe("what eight change at once after they saw the same", () => {
  it("is a contract that one signs, and then one changes", async () => {
    const sign = (feeRateBps: number) =>
      putContract(setUp.deps, { ...terms, appId, feeRateBps, expectedVersion: null });
    expect(await doneAtOnce(sign)).toBe(1);
    const seen = await putContract(setUp.deps, { ...terms, appId, feeRateBps: 60 });
    if (seen.kind !== "put") throw new Error(seen.kind);
    const expectedVersion = contractVersion(seen.contract);
    const change = (feeRateBps: number) =>
      putContract(setUp.deps, { ...terms, appId, feeRateBps, expectedVersion });
    expect(await doneAtOnce(change)).toBe(1);
  });

  it("is a route that one makes, and then one changes", async () => {
    const { id: channelAccountId } = await newAccount("of a route");
    const route = { appId, method: "mock", channelAccountId, enabled: true } as const;
    const make = (priority: number) => putRoute(setUp.deps, { ...route, priority, expectedVersion: null });
    expect(await doneAtOnce(make)).toBe(1);
    const seen = await putRoute(setUp.deps, { ...route, priority: 99 });
    if (seen.kind !== "put") throw new Error(seen.kind);
    const expectedVersion = routeVersion(seen.route);
    expect(
      await doneAtOnce((priority) => putRoute(setUp.deps, { ...route, priority, expectedVersion })),
    ).toBe(1);
  });

  it("is an account, an app and a merchant's state that one changes", async () => {
    const account = await newAccount("seen by eight");
    const seen = { id: account.id, enabled: true, expectedVersion: accountVersion(account) };
    const rename = (number: number) =>
      putChannelAccount(setUp.deps, { ...seen, account: { ...mock, name: `named ${number}` } });
    expect(await doneAtOnce(rename)).toBe(1);
    const before = { name: "x", rateLimitPerSecond: 1, rateLimitBurst: 1 };
    const expectedVersion = appVersion(before);
    const limit = (number: number) =>
      updateApp(setUp.deps, appId, { rateLimitBurst: 1 + number, expectedVersion });
    expect(await doneAtOnce(limit)).toBe(1);
    const merchant = await createMerchant(setUp.deps, { name: "x" });
    const version = merchantVersion(merchant);
    expect(
      await doneAtOnce(() => freezeMerchant(setUp.deps, merchant.id, { expectedVersion: version })),
    ).toBe(1);
  });
});

describe("a change that names no version", () => {
  it("is done whatever stands there, as by the command line", async () => {
    const change = (number: number) => updateApp(setUp.deps, appId, { rateLimitBurst: 100 + number });
    expect(await doneAtOnce(change)).toBe(8);
    expect(await updateApp(setUp.deps, "app_none", { name: "y" })).toEqual({
      kind: "app_unknown",
      appId: "app_none",
    });
  });
});

describe("versionOf", () => {
  it("is of what stands there, in whatever order, and of nothing else", () => {
    expect(versionOf({ a: 1, b: [2] })).toBe(versionOf({ b: [2], a: 1 }));
    expect(versionOf({ a: 1, b: [2] })).not.toBe(versionOf({ a: 1, b: [3] }));
    expect(versionOf({ a: "1" })).not.toBe(versionOf({ a: 1 }));
  });
});
