import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wechatFile, wechatSecrets } from "../testing/account-files.ts";
import { documentOf, errorOf } from "../testing/cli-run.ts";
import { runChild } from "../testing/run-child.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { openInstallation, type TestInstallation } from "../testing/test-installation.ts";

let installation: TestInstallation;
let folder: string;
let appId: string;

beforeAll(async () => {
  installation = await openInstallation();
  folder = mkdtempSync(path.join(tmpdir(), "compose-pay-cli-"));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await installation.close();
});

describe("npm run cli", () => {
  it("says what to do when the database has no tables", async () => {
    const error = errorOf(await runChild(["merchant", "create", "--name", "x", "--json"], installation.env));
    expect(error).toMatchObject({ exitCode: 1, code: "schema_outdated" });
    expect(error.message).toContain("run npm run migrate first");
  });

  it("migrates once when ten processes do it at once", { timeout: 120_000 }, async () => {
    const runs = Array.from({ length: 10 }, () => runChild(["migrate", "--json"], installation.env));
    const reports = (await Promise.all(runs)).map(documentOf);
    const total = reports[0]?.["total"];
    expect(total).toBeGreaterThan(0);
    expect(reports.filter(({ applied }) => applied === total)).toHaveLength(1);
    expect(reports.filter(({ applied }) => applied === 0)).toHaveLength(9);
  });

  it("answers as a process in text, with its exit code", async () => {
    const created = await runChild(["merchant", "create", "--name", "x"], installation.env);
    expect(created).toMatchObject({ exitCode: 0, stderr: "" });
    expect(created.stdout).toMatch(/^id +mer_\w+\nname +x\nstatus +active\ncreated_at +\S+Z\n$/);
    expect(await runChild(["merchant", "create"], installation.env)).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: "--name is missing\nsee --help\n",
    });
  });

  it("sets up a merchant from nothing to its routes, and leaves no secret readable in the database", async () => {
    const merchant = await json("merchant", "create", "--name", "茶店");
    expect(merchant).toMatchObject({ object: "merchant", name: "茶店", status: "active" });
    const app = await json("app", "create", "--merchant", String(merchant["id"]), "--name", "Till");
    appId = String(app["id"]);
    expect(app).toMatchObject({ merchant_id: merchant["id"], rate_limit_per_second: 100 });
    const [test, live] = [
      await json("key", "create", "--app", appId),
      await json("key", "create", "--app", appId, "--live"),
    ];
    const endpoint = await json(
      "endpoint",
      "create",
      "--app",
      appId,
      "--url",
      "https://shop.example/hook",
      "--event-types",
      "payment.succeeded",
    );
    expect(endpoint).toMatchObject({ event_types: ["payment.succeeded"], status: "enabled" });
    const account = await json("account", "put", fileOf(wechatFile));
    expect(account["notification_path"]).toBe(`/channels/wechat/${String(account["id"])}/notify`);
    const contract = await json(
      "contract",
      "put",
      "--app",
      appId,
      "--method",
      "wechat_native",
      "--fee-rate-bps",
      "60",
    );
    expect(contract).toMatchObject({
      enabled: true,
      min_amount: 1,
      max_amount: 10_000_000_000,
      fee_rate_bps: 60,
    });
    const route = await json(
      "route",
      "put",
      "--app",
      appId,
      "--method",
      "wechat_native",
      "--account",
      String(account["id"]),
      "--priority",
      "1",
    );
    expect(route).toMatchObject({ account_id: account["id"], priority: 1, enabled: true });
    const secrets = [app["webhook_secret"], test["key"], live["key"], endpoint["secret"]].map(String);
    const stored = await installation.readAllText();
    expect(stored).toContain("https://shop.example/hook");
    for (const secret of [...secrets, ...wechatSecrets]) expect(stored).not.toContain(secret);
  });

  it("shows a key once: a list has its last four characters only", async () => {
    const made = await json("key", "create", "--app", appId);
    const key = String(made["key"]);
    expect(key).toMatch(/^sk_test_[\w-]{32,}$/);
    const list = JSON.stringify(await json("key", "list", "--app", appId));
    expect(list).toContain(`"hint":"${key.slice(-4)}"`);
    expect(list).not.toContain(key.slice("sk_test_".length, -4));
    const asText = await runInMemory(["key", "list", "--app", appId], installation.env);
    expect(asText.stdout).toContain(String(made["id"]));
    expect(asText.stdout).not.toContain(key.slice("sk_test_".length, -4));
  });

  it("revokes a key, and says when it was the second time", async () => {
    const { id } = await json("key", "create", "--app", appId);
    const first = await json("key", "revoke", String(id));
    expect(await json("key", "revoke", String(id))).toEqual({ ...first, changed: false });
  });

  it("puts an account of one name once, changes it, and shows none of its credentials", async () => {
    const file = { ...wechatFile, name: "twice" };
    const first = await json("account", "put", fileOf(file));
    expect(first).toMatchObject({ result: "created", enabled: true });
    expect(await json("account", "put", fileOf(file))).toMatchObject({
      id: first["id"],
      result: "unchanged",
    });
    const renamed = fileOf({ ...file, name: "renamed" });
    expect(await json("account", "put", renamed, "--id", String(first["id"]), "--disabled")).toMatchObject({
      id: first["id"],
      name: "renamed",
      enabled: false,
      result: "updated",
    });
    const list = JSON.stringify(await json("account", "list"));
    expect(list).toContain('"name":"renamed"');
    for (const secret of wechatSecrets) expect(list).not.toContain(secret);
  });

  it("names the field of an account file that is wrong, and stores nothing", async () => {
    const before = await installation.readAllText();
    const credentials = { ...wechatFile.credentials, apiv3_key: "too-short-and-secret" };
    const error = await fail("account", "put", fileOf({ ...wechatFile, name: "wrong", credentials }));
    expect(error).toMatchObject({ exitCode: 1, code: "account_invalid" });
    expect(error.message).toContain("credentials.apiv3_key");
    expect(JSON.stringify(error)).not.toContain("too-short-and-secret");
    expect(await installation.readAllText()).toBe(before);
  });

  it("keeps the ranges that an app is called from", async () => {
    await json("ip-rule", "add", "--app", appId, "--cidr", "203.0.113.0/24");
    await json("ip-rule", "add", "--app", appId, "--cidr", "2001:DB8::/32");
    expect(await fail("ip-rule", "add", "--app", appId, "--cidr", "2001:db8::/32")).toMatchObject({
      exitCode: 1,
      code: "ip_rule_exists",
    });
    await json("ip-rule", "remove", "--app", appId, "--cidr", "203.0.113.0/24");
    const list = await json("ip-rule", "list", "--app", appId);
    expect(list).toMatchObject({ data: [{ cidr: "2001:db8::/32" }], has_more: false });
  });

  it.each([
    ["merchant", ["merchant", "freeze", "mer_none"]],
    ["merchant", ["app", "create", "--merchant", "mer_none", "--name", "x"]],
    ["app", ["key", "create", "--app", "app_none"]],
    ["app", ["key", "list", "--app", "app_none"]],
    ["app", ["endpoint", "create", "--app", "app_none", "--url", "https://shop.example"]],
    ["app", ["contract", "put", "--app", "app_none", "--method", "mock"]],
    ["key", ["key", "revoke", "key_none"]],
  ])("says in one line that there is no such %s", async (kind, args) => {
    const error = await fail(...args);
    const id = args.find((word) => word.endsWith("_none"));
    expect(error).toEqual({ exitCode: 1, code: `${kind}_unknown`, message: `there is no ${kind} ${id}` });
  });
});

async function json(...args: readonly string[]) {
  return documentOf(await runInMemory([...args, "--json"], installation.env));
}

async function fail(...args: readonly string[]) {
  return errorOf(await runInMemory([...args, "--json"], installation.env));
}

function fileOf(content: unknown): string {
  const file = path.join(folder, "account.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}
