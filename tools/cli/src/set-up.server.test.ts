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
  await json("migrate");
  const merchant = await json("merchant create --name x");
  const app = await json(`app create --merchant ${merchant.id} --name x`);
  appId = app.id;
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await installation.close();
});

describe("npm run cli", () => {
  it("answers as a process in text", async () => {
    const created = await runChild(["merchant", "create", "--name", "x"], installation.env);
    expect(created).toMatchObject({ exitCode: 0, stderr: "" });
    expect(created.stdout).toMatch(/^id +mer_\w+\nname +x\nstatus +active\ncreated_at +\S+Z\n$/);
  });

  it("sets up a merchant from nothing to its routes, and leaves no secret readable in the database", async () => {
    const merchant = await json("merchant create --name 茶店");
    expect(merchant).toMatchObject({ object: "merchant", name: "茶店", status: "active" });
    const app = await json(`app create --merchant ${merchant.id} --name Till`);
    expect(app).toMatchObject({ merchant_id: merchant.id, rate_limit_per_second: 100 });
    const ofApp = `--app ${app.id}`;
    const test = await json(`key create ${ofApp}`);
    const live = await json(`key create ${ofApp} --live`);
    expect([test["live"], live["live"]]).toEqual([false, true]);
    const endpoint = await json(`endpoint create ${ofApp} --url https://shop.example/hook --event-types *`);
    expect(endpoint).toMatchObject({ event_types: ["*"], status: "enabled", description: null });
    const account = await json(`account put ${fileOf(wechatFile)}`);
    expect(account["notification_path"]).toBe(`/channels/wechat/${account.id}/notify`);
    const contract = await json(`contract put ${ofApp} --method wechat_native --fee-rate-bps 60`);
    expect(contract).toMatchObject({ enabled: true, min_amount: 1, fee_rate_bps: 60 });
    const route = await json(
      `route put ${ofApp} --method wechat_native --account ${account.id} --priority 1`,
    );
    expect(route).toMatchObject({ account_id: account.id, priority: 1, enabled: true });
    const secrets = [app["webhook_secret"], test["key"], live["key"], endpoint["secret"]].map(String);
    expect(secrets.map((secret) => secret.length > 40)).toEqual([true, true, true, true]);
    const stored = await installation.readAllText();
    expect(stored).toContain("https://shop.example/hook");
    for (const secret of [...secrets, ...wechatSecrets]) expect(stored).not.toContain(secret);
  });

  it("shows a key once: a list has its last four characters only", async () => {
    const made = await json(`key create --app ${appId}`);
    const key = String(made["key"]);
    expect(key).toMatch(/^sk_test_[\w-]{32,}$/);
    const unseen = key.slice("sk_test_".length, -4);
    const list = JSON.stringify(await json(`key list --app ${appId}`));
    expect(list).toContain(`"hint":"${key.slice(-4)}"`);
    expect(list).not.toContain(unseen);
    const { stdout } = await runInMemory(["key", "list", "--app", appId], installation.env);
    expect(stdout).toContain(made.id);
    expect(stdout).not.toContain(unseen);
  });

  it("pages through a list, newest first", async () => {
    const made = [await json(`key create --app ${appId}`), await json(`key create --app ${appId}`)];
    const [older, newer] = made.map(({ id }) => id);
    const first = await json(`key list --app ${appId} --limit 1`);
    expect(first).toMatchObject({ data: [{ id: newer }], has_more: true, next_cursor: newer });
    const next = await json(`key list --app ${appId} --limit 1 --starting-after ${newer}`);
    expect(next).toMatchObject({ data: [{ id: older }] });
  });

  it("revokes a key, and says when it was the second time", async () => {
    const { id } = await json(`key create --app ${appId}`);
    const first = await json(`key revoke ${id}`);
    expect(first).toMatchObject({ id, changed: true });
    expect(await json(`key revoke ${id}`)).toEqual({ ...first, changed: false });
  });

  it("puts an account of one name once, changes it, and shows none of its credentials", async () => {
    const file = { ...wechatFile, name: "twice" };
    const { id, ...first } = await json(`account put ${fileOf(file)}`);
    expect(first).toMatchObject({ result: "created", enabled: true });
    expect(await json(`account put ${fileOf(file)}`)).toMatchObject({ id, result: "unchanged" });
    const renamed = await json(`account put ${fileOf({ ...file, name: "renamed" })} --id ${id} --disabled`);
    expect(renamed).toMatchObject({ id, name: "renamed", enabled: false, result: "updated" });
    const list = JSON.stringify(await json("account list"));
    expect(list).toContain('"name":"renamed"');
    for (const secret of wechatSecrets) expect(list).not.toContain(secret);
  });

  it("keeps the merchant number of an account", async () => {
    const file = { ...wechatFile, name: "numbered" };
    const { id } = await json(`account put ${fileOf(file)}`);
    const credentials = { ...file.credentials, mchid: "1900000002" };
    expect(await fail(`account put ${fileOf({ ...file, credentials })}`)).toEqual({
      exitCode: 1,
      code: "identity_differs",
      message: `credentials.mchid of channel account ${id} cannot be changed: put the file under another name`,
    });
  });

  it("puts no account that points anywhere else than its channel has, or the environment names", async () => {
    const file = { ...wechatFile, name: "elsewhere", base_url: "https://evil.example" };
    const before = await installation.readAllText();
    expect(await fail(`account put ${fileOf(file)}`)).toEqual({
      exitCode: 1,
      code: "address_refused",
      message: "base_url must be a host of the channel, or one that CHANNEL_ALLOWED_HOSTS names",
    });
    expect(await installation.readAllText()).toBe(before);
  });

  it("changes an app's name and limits, each alone", async () => {
    const merchant = await json("merchant create --name x");
    const { id } = await json(`app create --merchant ${merchant.id} --name till`);
    const first = await json(`app update ${id} --name counter`);
    expect(first).toMatchObject({ id, name: "counter", rate_limit_per_second: 100, rate_limit_burst: 200 });
    const second = await json(`app update ${id} --rate-limit-per-second 5 --rate-limit-burst 6`);
    expect(second).toEqual({ ...first, rate_limit_per_second: 5, rate_limit_burst: 6 });
    expect(await fail(`app update ${id}`)).toMatchObject({ exitCode: 2 });
    expect(await fail(`app update app_${"0".repeat(26)} --name x`)).toMatchObject({ exitCode: 1 });
  });

  it("names the field of an account file that is wrong, and stores nothing", async () => {
    const before = await installation.readAllText();
    const credentials = { ...wechatFile.credentials, apiv3_key: "too-short-and-secret" };
    const error = await fail(`account put ${fileOf({ ...wechatFile, name: "wrong", credentials })}`);
    expect(error).toMatchObject({ exitCode: 1, code: "account_invalid" });
    expect(error.message).toContain("credentials.apiv3_key");
    expect(error.message).not.toContain("too-short-and-secret");
    expect(await installation.readAllText()).toBe(before);
  });

  it("keeps the ranges that an app is called from", async () => {
    await json(`ip-rule add --app ${appId} --cidr 203.0.113.0/24`);
    await json(`ip-rule add --app ${appId} --cidr 2001:DB8::/32`);
    const again = await fail(`ip-rule add --app ${appId} --cidr 2001:db8::/32`);
    expect(again).toMatchObject({ exitCode: 1, code: "ip_rule_exists" });
    await json(`ip-rule remove --app ${appId} --cidr 203.0.113.0/24`);
    const list = await json(`ip-rule list --app ${appId}`);
    expect(list).toMatchObject({ data: [{ cidr: "2001:db8::/32" }], has_more: false });
  });

  it("freezes a merchant and takes its calls again", async () => {
    const { id } = await json("merchant create --name x");
    expect(await json(`merchant freeze ${id}`)).toMatchObject({ status: "frozen", changed: true });
    expect(await json(`merchant freeze ${id}`)).toMatchObject({ status: "frozen", changed: false });
    expect(await json(`merchant unfreeze ${id}`)).toMatchObject({ status: "active", changed: true });
  });

  it.each([
    ["merchant", "merchant freeze mer_none"],
    ["merchant", "app create --merchant mer_none --name x"],
    ["app", "key create --app app_none"],
    ["app", "key list --app app_none"],
    ["app", "ip-rule list --app app_none"],
    ["app", "endpoint create --app app_none --url https://shop.example"],
    ["app", "contract put --app app_none --method mock"],
    ["key", "key revoke key_none"],
  ])("says in one line that there is no such %s: %s", async (kind, line) => {
    expect(await fail(line)).toEqual({
      exitCode: 1,
      code: `${kind}_unknown`,
      message: `there is no ${kind} ${/\w+_none/.exec(line)?.[0]}`,
    });
  });
});

/** @param line words with one blank between them */
async function json(line: string) {
  return documentOf(await runInMemory([...line.split(" "), "--json"], installation.env));
}

async function fail(line: string) {
  return errorOf(await runInMemory([...line.split(" "), "--json"], installation.env));
}

function fileOf(content: unknown): string {
  const file = path.join(folder, "account.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}
