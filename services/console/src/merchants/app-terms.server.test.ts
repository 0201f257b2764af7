import { putChannelAccount } from "@compose-pay/application";
import { listAuditEntries } from "@compose-pay/database";
import { newId, systemClock } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

let stage: ConsoleStage;
let keeper: SignedIn;
let appId: string;

beforeAll(async () => {
  stage = await openConsoleStage();
  keeper = await stage.signIn(["merchants.read", "merchants.manage"]);
  const merchant = (await keeper.call("merchants.create", { name: "tea house" })).data();
  appId = (await keeper.call("apps.create", { merchant_id: merchant.id, name: "shop" })).data().app.id;
});
afterAll(() => stage.close());

async function newAccount(name: string): Promise<string> {
  const deps = { ...stage, clock: systemClock, newId, allowedChannelHosts: [] };
  const account = { channel: "mock", name, live: false, baseUrl: null, credentials: {} } as const;
  const put = await putChannelAccount(deps, { account, enabled: true });
  if (!("account" in put)) throw new Error(put.kind);
  return put.account.id;
}

async function lastNote(action: string): Promise<unknown> {
  const [entry] = await listAuditEntries(stage.database.connection, { action, limit: 1 });
  return JSON.parse(entry?.details ?? "null");
}

describe("contracts", () => {
  it("are put for one method in place of the one before, and the audit has both", async () => {
    const terms = { app_id: appId, method: "wechat_native", expected_version: null, enabled: true } as const;
    const first = (await keeper.call("contracts.put", { ...terms, fee_rate_bps: 60, fee_min: 1 })).data();
    const { version: expected_version } = first;
    expect(first).toMatchObject({ min_amount: 1, fee_rate_bps: 60, fee_max: null, daily_amount: null });
    expect(await lastNote("contracts.put")).toMatchObject({ before: null, after: { fee_rate_bps: 60 } });
    await keeper.call("contracts.put", { ...terms, expected_version, enabled: false, max_amount: 5_000_00 });
    expect(await lastNote("contracts.put")).toMatchObject({
      before: { enabled: true, fee_rate_bps: 60 },
      after: { enabled: false, fee_rate_bps: 0, max_amount: 500_000 },
    });
    const listed = (await keeper.call("contracts.list", { app_id: appId })).data();
    expect(listed.rows).toMatchObject([{ method: "wechat_native", enabled: false }]);
    expect(listed.methods).toContain("alipay_page");
  });

  it.each([
    [{ min_amount: 2, max_amount: 1 }, "min_amount"],
    [{ fee_min: 2, fee_max: 1 }, "fee_min"],
    [{ fee_rate_bps: 10_001 }, "fee_rate_bps"],
    [{ max_amount: 1.5 }, "max_amount"],
    [{ daily_amount: 0 }, "daily_amount"],
    [{ method: "checkout" }, "method"],
  ])("refuse %j", async (wrong, path) => {
    const terms = { app_id: appId, method: "wechat_h5", expected_version: null, enabled: true, ...wrong };
    // because one of them is no method
    const refusal = await keeper.call("contracts.put", terms as never);
    expect(refusal.problem().errors?.[0]?.path).toBe(path);
  });
});

describe("routes", () => {
  it("name an account of the method's channel, and are put in place of the one before", async () => {
    const account = await newAccount("first");
    const whose = { app_id: appId, method: "mock", account_id: account } as const;
    const route = { ...whose, expected_version: null, priority: 5, enabled: true };
    const first = (await keeper.call("routes.put", { ...route, min_amount: 100 })).data();
    expect(first).toMatchObject({ account_name: "first", priority: 5, min_amount: 100, max_amount: null });
    const second = (
      await keeper.call("routes.put", { ...route, expected_version: first.version, priority: 1 })
    ).data();
    expect(second.id).toBe(first.id);
    expect(await lastNote("routes.put")).toMatchObject({
      before: { priority: 5, min_amount: 100 },
      after: { priority: 1, min_amount: null },
    });
    await keeper.call("routes.put", { ...route, account_id: await newAccount("second") });
    const page = (await keeper.call("routes.list", { app_id: appId, limit: "1" })).data();
    expect(page.rows.map((row) => row.account_name)).toEqual(["second"]);
    const more = { app_id: appId, limit: "1", after: page.next ?? "" };
    expect((await keeper.call("routes.list", more)).data()).toEqual({ rows: [second], next: null });

    const crossed = await keeper.call("routes.put", { ...route, method: "wechat_native" });
    expect(crossed.problem().errors?.[0]?.path).toBe("account_id");
    const lost = await keeper.call("routes.put", { ...route, account_id: `acc_${"0".repeat(26)}` });
    expect(lost.problem().errors?.[0]?.path).toBe("account_id");
    const elsewhere = await keeper.call("routes.put", { ...route, app_id: `app_${"0".repeat(26)}` });
    expect(elsewhere.problem().code).toBe("not_found");
    const turned = await keeper.call("routes.put", { ...route, min_amount: 2, max_amount: 1 });
    expect(turned.problem().errors?.[0]?.path).toBe("min_amount");
  });
});
