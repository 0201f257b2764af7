import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newSecretBox, openSetUp, type SetUpFixture } from "../testing/set-up-fixture.ts";
import { createApp } from "./create-app.ts";
import { createMerchant } from "./create-merchant.ts";
import { putChannelAccount } from "./put-channel-account.ts";
import { putRoute } from "./put-route.ts";
import { type ChannelAccountInput, openAccount } from "./stored-account.ts";

const wechat: ChannelAccountInput = {
  channel: "wechat",
  name: "main",
  live: false,
  baseUrl: "https://api.mch.example/",
  credentials: { mchid: "1900000001", apiv3_key: "an-api-v3-key-nobody-may-read-01" },
};

let setUp: SetUpFixture;

beforeAll(async () => {
  setUp = await openSetUp();
});

afterAll(() => setUp.close());

describe("putChannelAccount", () => {
  it("makes one account of a name, also when many put it at once, and changes nothing by the same again", async () => {
    const account = { ...wechat, name: "raced" };
    const puts = await Promise.all(Array.from({ length: 8 }, () => put(account)));
    expect(new Set(puts.map(({ id }) => id)).size).toBe(1);
    expect(puts.map(({ kind }) => kind).sort()).toEqual([
      "created",
      ...Array.from({ length: 7 }, () => "unchanged"),
    ]);
  });

  it("stores the credentials sealed, and gives the file back to who has the master key", async () => {
    const { account } = await put(wechat);
    expect(await setUp.readAllText()).not.toContain("an-api-v3-key");
    expect(openAccount(setUp.deps.secretBox, account)).toEqual({
      channel: "wechat",
      name: "main",
      live: false,
      base_url: "https://api.mch.example/",
      credentials: wechat.credentials,
    });
    expect(() => openAccount(newSecretBox(), account)).toThrow("is not configured");
    expect(() => openAccount(setUp.deps.secretBox, { ...account, id: "acc_other" })).toThrow();
  });

  it("changes credentials, address and name of the account that is meant", async () => {
    const { id } = await put({ ...wechat, name: "old" });
    const credentials = { ...wechat.credentials, apiv3_key: "changed" };
    const changed = await put({ ...wechat, name: "old", credentials });
    expect(changed).toMatchObject({ kind: "updated", id });
    expect(await put({ ...wechat, name: "new", baseUrl: null }, id)).toMatchObject({ kind: "updated", id });
    expect(await put({ ...wechat, name: "old" })).toMatchObject({ kind: "created" });
  });

  it("seals anew what an earlier master key had sealed", async () => {
    const account = { ...wechat, name: "rotated" };
    const { id } = await put(account);
    const deps = { ...setUp.deps, secretBox: newSecretBox() };
    expect(await putChannelAccount(deps, { account, enabled: true })).toMatchObject({
      kind: "updated",
      account: { id },
    });
  });

  it("refuses another channel, another money, another merchant number, an unknown id and a name that is taken", async () => {
    const { id } = await put({ ...wechat, name: "kept" });
    await put({ ...wechat, name: "taken" });
    const before = await setUp.readAllText();
    expect(await tryPut({ ...wechat, name: "kept", channel: "alipay" })).toMatchObject({ field: "channel" });
    expect(await tryPut({ ...wechat, name: "kept", live: true })).toMatchObject({ field: "live" });
    const other = { ...wechat.credentials, mchid: "1900000002" };
    expect(await tryPut({ ...wechat, name: "kept", credentials: other })).toEqual({
      kind: "identity_differs",
      field: "credentials.mchid",
      accountId: id,
    });
    expect(await tryPut(wechat, "acc_none")).toEqual({ kind: "account_unknown", accountId: "acc_none" });
    expect(await tryPut({ ...wechat, name: "taken" }, id)).toEqual({ kind: "name_taken", name: "taken" });
    expect(await setUp.readAllText()).toBe(before);
  });
});

describe("putRoute", () => {
  it("keeps one route to an account, with its id, and refuses what could not be paid", async () => {
    const { id: accountId } = await put({ ...wechat, name: "routed" });
    const appId = await newApp();
    const route = { appId, method: "wechat_native", channelAccountId: accountId, enabled: true } as const;
    const first = await putRoute(setUp.deps, { ...route, priority: 1 });
    const second = await putRoute(setUp.deps, { ...route, priority: 5, enabled: false });
    if (first.kind !== "put" || second.kind !== "put") throw new Error("refused");
    expect(second.route).toMatchObject({ id: first.route.id, priority: 5, enabled: false });
    expect(await putRoute(setUp.deps, { ...route, method: "alipay_qr", priority: 1 })).toEqual({
      kind: "channel_differs",
      methodChannel: "alipay",
      accountChannel: "wechat",
    });
    const unknown = { ...route, channelAccountId: "acc_none", priority: 1 };
    expect(await putRoute(setUp.deps, unknown)).toMatchObject({ kind: "account_unknown" });
    expect(await putRoute(setUp.deps, { ...unknown, appId: "app_none" })).toMatchObject({
      kind: "app_unknown",
    });
  });
});

async function put(account: ChannelAccountInput, id?: string) {
  const answer = await tryPut(account, id);
  if (!("account" in answer)) throw new Error(answer.kind);
  return { ...answer, id: answer.account.id };
}

function tryPut(account: ChannelAccountInput, id?: string) {
  return putChannelAccount(setUp.deps, { account, enabled: true, id });
}

async function newApp(): Promise<string> {
  const { id } = await createMerchant(setUp.deps, { name: "x" });
  const limits = { rateLimitPerSecond: 1, rateLimitBurst: 1 };
  const made = await createApp(setUp.deps, { merchantId: id, name: "x", ...limits });
  if (made.kind !== "created") throw new Error(made.kind);
  return made.app.id;
}
