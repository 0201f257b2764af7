import { changeJobSchedule, putContract } from "@compose-pay/application";
import { permissions } from "@compose-pay/contracts";
import { newId, systemClock } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ClientAnswer, ConsoleClient } from "../../testing/console-client.ts";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";

let stage: ConsoleStage;
let [anna, bert]: readonly SignedIn[] = [];

beforeAll(async () => {
  stage = await openConsoleStage({ changes: { WEBHOOK_ALLOWED_CIDRS: "192.0.2.0/24" } });
  [anna, bert] = [await stage.signIn(permissions), await stage.signIn(permissions)];
});
afterAll(() => stage.close());

/** A schedule of each try of its own. */
let hours = 0;
const url = "https://192.0.2.1/hooks";

function two(): readonly [SignedIn, SignedIn] {
  if (anna === undefined || bert === undefined) throw new Error("nobody is signed in");
  return [anna, bert];
}

async function newApp() {
  const [by] = two();
  const merchant = (await by.call("merchants.create", { name: "tea house" })).data();
  return (await by.call("apps.create", { merchant_id: merchant.id, name: "shop" })).data().app;
}

async function newAccount() {
  const [by] = two();
  const form = { channel: "mock", mode: "mock", live: false, enabled: true } as const;
  return (await by.call("accounts.put", { ...form, name: newId("acc") })).data();
}

async function settingSeen(name: string) {
  const { rows } = (await two()[0].call("settings.list", {})).data();
  return rows.find((row) => row.name === name)?.version ?? "";
}

/** Somebody's change of what was seen once; the number makes each another one. */
type Change = (by: ConsoleClient, number: number) => Promise<ClientAnswer<unknown>>;

/** Each makes what is changed, looks at it, and says how it is changed from then on. */
const acts: Readonly<Record<string, () => Promise<Change>>> = {
  "merchants.freeze": async () => {
    const { id, version } = (await two()[0].call("merchants.create", { name: "frozen" })).data();
    return (by) => by.call("merchants.freeze", { id, expected_version: version });
  },
  "merchants.unfreeze": async () => {
    const { id, version } = (await two()[0].call("merchants.create", { name: "thawed" })).data();
    const frozen = (await two()[0].call("merchants.freeze", { id, expected_version: version })).data();
    return (by) => by.call("merchants.unfreeze", { id, expected_version: frozen.version });
  },
  "apps.update": async () => {
    const { id, version } = await newApp();
    return (by, number) =>
      by.call("apps.update", { id, expected_version: version, rate_limit_burst: 300 + number });
  },
  "contracts.put where there is none": async () => {
    const of = { app_id: (await newApp()).id, method: "mock", enabled: true } as const;
    return (by, number) =>
      by.call("contracts.put", { ...of, expected_version: null, fee_rate_bps: 60 + number });
  },
  "contracts.put": async () => {
    const of = { app_id: (await newApp()).id, method: "mock", enabled: true } as const;
    const { version } = (await two()[0].call("contracts.put", { ...of, expected_version: null })).data();
    return (by, number) =>
      by.call("contracts.put", { ...of, expected_version: version, fee_rate_bps: 60 + number });
  },
  "routes.put where there is none": async () => {
    const account_id = (await newAccount()).id;
    const of = { app_id: (await newApp()).id, method: "mock", account_id, enabled: true } as const;
    return (by, number) => by.call("routes.put", { ...of, expected_version: null, priority: number });
  },
  "routes.put": async () => {
    const account_id = (await newAccount()).id;
    const of = { app_id: (await newApp()).id, method: "mock", account_id, enabled: true } as const;
    const first = await two()[0].call("routes.put", { ...of, expected_version: null, priority: 9 });
    const { version } = first.data();
    return (by, number) => by.call("routes.put", { ...of, expected_version: version, priority: number });
  },
  "accounts.put": async () => {
    const { id, name, version } = await newAccount();
    const form = { id, channel: "mock", mode: "mock", live: false, enabled: true } as const;
    return (by, number) =>
      by.call("accounts.put", { ...form, expected_version: version, name: `${name} ${number}` });
  },
  "app_endpoints.update": async () => {
    const of = { app_id: (await newApp()).id, live: false, url };
    const { id, version } = (await two()[0].call("app_endpoints.create", of)).data().endpoint;
    return (by, number) =>
      by.call("app_endpoints.update", { id, expected_version: version, rate_limit: 5 + number });
  },
  "roles.update": async () => {
    const fields = { name: newId("role"), permissions: ["payments.read"] };
    const made = await two()[0].call("roles.create", { ...fields, description: "one" });
    const { id, version } = made.data();
    return (by, number) =>
      by.call("roles.update", { id, expected_version: version, ...fields, description: `${number}` });
  },
  "operators.set_roles": async () => {
    const { id } = await stage.addOperator([]);
    const { version } = (await two()[0].call("operators.show", { id })).data().operator;
    const { rows } = (await two()[0].call("roles.list", {})).data();
    const given = ["viewer", "support"].map((name) => rows.find((row) => row.name === name)?.id ?? "");
    return (by, number) =>
      by.call("operators.set_roles", { id, expected_version: version, role_ids: [given[number] ?? ""] });
  },
  "settings.put": async () => {
    const name = "certificate_warning_days";
    const expected_version = await settingSeen(name);
    const { rows } = (await two()[0].call("settings.list", {})).data();
    const begun = rows.find((row) => row.name === name)?.value ?? 0;
    return (by, number) => by.call("settings.put", { name, expected_version, value: begun + 1 + number });
  },
  "jobs.schedule": async () => {
    const name = "purge-journals";
    const { version } = (await two()[0].call("jobs.show", { name })).data().job;
    const hour = (hours += 1);
    return (by, number) =>
      by.call("jobs.schedule", { name, expected_version: version, schedule: `${number} ${hour} * * *` });
  },
};

describe.each(Object.entries(acts))("%s", (_, begin) => {
  it("is refused for a form that somebody else was faster than, who is named", async () => {
    const [first, second] = two();
    const change = await begin();
    const done = (await change(first, 0)).data();
    const refusal = (await change(second, 1)).problem();
    expect(refusal).toMatchObject({ code: "conflict", status: 409 });
    expect(refusal.errors).toMatchObject([{ path: "expected_version" }]);
    expect(refusal.detail).toMatch(
      new RegExp(`changed meanwhile by ${first.operator.email} at 20\\d\\d-.*; nothing was stored`),
    );
    expect(done).toMatchObject({ version: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
  });

  it("is done once by two at once", async () => {
    const change = await begin();
    const both = await Promise.all(two().map((by, number) => change(by, number)));
    expect(both.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
  });
});

describe("a change of what there is", () => {
  it("needs the version: without it nothing is changed", async () => {
    const { id } = await newApp();
    // because the contract demands it
    const unseen = await two()[0].call("apps.update", { id, name: "renamed" } as never);
    expect(unseen.problem()).toMatchObject({
      code: "invalid_request",
      errors: [{ path: "expected_version" }],
    });
    expect((await two()[0].call("apps.show", { id })).data().app.name).toBe("shop");
  });

  it("names nobody where the command line has changed it, and nobody for an earlier change", async () => {
    const app_id = (await newApp()).id;
    const of = { app_id, method: "mock", enabled: true } as const;
    const seen = (await two()[0].call("contracts.put", { ...of, expected_version: null })).data();
    const terms = { appId: app_id, method: "mock", enabled: true, minAmount: 1, maxAmount: 5 } as const;
    await putContract({ ...stage, clock: systemClock }, { ...terms, feeRateBps: 1 });
    const refusal = await two()[1].call("contracts.put", { ...of, expected_version: seen.version });
    expect(refusal.problem().detail).toBe(
      "what was seen was changed meanwhile: look at it as it is now; nothing was stored",
    );
    const { rows } = (await two()[0].call("contracts.list", { app_id })).data();
    expect(rows).toMatchObject([{ max_amount: 5, fee_rate_bps: 1 }]);
  });

  it("is in the audit as refused", async () => {
    const name = "certificate-expiry";
    const { version } = (await two()[0].call("jobs.show", { name })).data().job;
    await changeJobSchedule({ ...stage, clock: systemClock }, name, { schedule: "1 2 * * *" });
    const late = { name, expected_version: version, schedule: "2 3 * * *" };
    expect((await two()[0].call("jobs.schedule", late)).problem().code).toBe("conflict");
    const { rows } = (await two()[0].call("audit.list", { subject: name })).data();
    expect(rows.map(({ phase }) => phase)).toEqual(["refused", "asked"]);
  });
});

describe("a version", () => {
  it("stays while something goes on that no form is about", async () => {
    const [by] = two();
    const { id, version } = await newApp();
    const rotated = await by.call("apps.rotate_secret", { id, previous_secret_until: null });
    expect(rotated.data().app.version).toBe(version);
    const name = "purge-journals";
    const before = (await by.call("jobs.show", { name })).data().job.version;
    expect((await by.call("jobs.run", { name })).data().version).toBe(before);
  });
});
