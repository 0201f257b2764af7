import { createSecretKey, generateKeyPairSync, randomBytes } from "node:crypto";
import { openAccount } from "@compose-pay/application";
import type { ConsoleInput } from "@compose-pay/contracts";
import {
  findChannelAccount,
  listAuditEntries,
  putChannelCertificates,
  sealedIn,
  updateChannelAccount,
} from "@compose-pay/database";
import { createSecretBox, systemClock } from "@compose-pay/runtime";
import type { AlipayCertificateAccountFile } from "@compose-pay/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleStage, openConsoleStage, type SignedIn } from "../../testing/console-stage.ts";
import { consoleTraces } from "../../testing/console-traces.ts";
import { openSandboxAccounts, type SandboxAccounts } from "../../testing/sandbox-accounts.ts";

const dayMs = 86_400_000;
const traces = consoleTraces();
let stage: ConsoleStage;
let sandbox: SandboxAccounts;
let keeper: SignedIn;
let file: AlipayCertificateAccountFile;

beforeAll(async () => {
  sandbox = await openSandboxAccounts();
  stage = await openConsoleStage({ logger: traces.logger });
  keeper = await stage.signIn([
    "accounts.read",
    "accounts.manage",
    "accounts.act",
    "settings.read",
    "settings.manage",
  ]);
  file = await sandbox.alipayByCertificates();
}, 60_000);
afterAll(async () => {
  await stage.close();
  await sandbox.close();
});

type Form = ConsoleInput<"accounts.put">;
const nobody = `acc_${"0".repeat(26)}`;
const hostile = `"><script>alert(1)</script>茶`;

/** The file of the sandbox's application as the form sends it. */
function form(changes: Partial<Form> = {}): Form {
  return {
    channel: "alipay",
    mode: "certificate",
    name: "by certificates",
    live: false,
    enabled: true,
    base_url: file.base_url,
    credentials: file.credentials,
    ...changes,
  };
}

/** The form of an account that there is, as it is seen now. */
async function formOf(id: string, changes: Partial<Form> = {}): Promise<Form> {
  const { version: expected_version } = (await keeper.call("accounts.show", { id })).data();
  return form({ id, expected_version, ...changes });
}

async function put({ id, ...changes }: Partial<Form> = {}) {
  const sent = typeof id === "string" ? await formOf(id, changes) : form(changes);
  return (await keeper.call("accounts.put", sent)).data();
}

async function stored(id: string) {
  const row = await findChannelAccount(stage.database.connection, id);
  if (row === null) throw new Error(`there is no account ${id}`);
  return { row, credentials: openAccount(stage.secretBox, row).credentials };
}

/** As if the account's channel had been asked for it just now. */
async function fetched(channelAccountId: string, days: number): Promise<Date> {
  const now = systemClock.now();
  const expiresAt = new Date(now.getTime() + days * dayMs);
  const times = { effectiveAt: now, fetchedAt: now, expiresAt };
  const rows = [{ channelAccountId, serial: "FETCHED", pem: "pem", ...times }];
  await putChannelCertificates(stage.database.connection, rows);
  return expiresAt;
}

/** Pieces of a key in PEM form that stand nowhere else. */
const middleOf = (pem: string) => pem.split("\n")[5] ?? "";

describe("an Alipay account in certificate mode", () => {
  it("is created with its secrets sealed, works, and shows what is public of it", async () => {
    const made = await put({ name: hostile });
    expect(made).toMatchObject({
      name: hostile,
      mode: "certificate",
      certificates: "well",
      values: { app_id: file.credentials.app_id, app_certificate: file.credentials.app_certificate },
      secrets: [{ name: "private_key", is_set: true, changed_at: made.created_at }],
    });
    expect((await keeper.call("accounts.show", { id: made.id })).data()).toEqual(made);
    const secret = middleOf(file.credentials.private_key);
    expect(secret.length).toBeGreaterThan(40);
    expect((await stored(made.id)).credentials).toEqual(file.credentials);
    const everything = await traces.text(stage.database);
    expect(everything).toContain(made.id);
    expect(everything).not.toContain(secret);
    expect(JSON.stringify(made)).not.toContain(secret);

    const checked = (await keeper.call("accounts.check", { id: made.id })).data();
    expect(checked).toMatchObject({ well: true });
    expect(checked.findings).toContainEqual(expect.objectContaining({ subject: "query", level: "well" }));
  });

  it("keeps the secrets that are left empty, and nothing else that is", async () => {
    const { id } = await put({ name: "kept", credentials: { ...file.credentials, page_as: "form" } });
    const empty = { ...file.credentials, private_key: "" };
    const changed = await put({ id, name: "renamed", enabled: false, credentials: empty });
    expect(changed).toMatchObject({ id, name: "renamed", enabled: false });
    expect(changed.values).not.toHaveProperty("page_as");
    const { row, credentials } = await stored(id);
    expect(credentials).toEqual(file.credentials);
    const { private_key: _, ...without } = file.credentials;
    await put({ id, name: "renamed", enabled: false, credentials: without });
    expect((await stored(id)).row).toEqual(row);

    const [entry] = await listAuditEntries(stage.database.connection, { subject: id, limit: 1 });
    const [before] = await listAuditEntries(stage.database.connection, { action: "accounts.put", limit: 1 });
    expect(entry).toEqual(before);
    expect(JSON.parse(entry?.details ?? "null")).toMatchObject({
      after: { values: { app_certificate: expect.stringMatching(/^sha256 /) as string } },
    });
  });

  it("moves to the time of a change only the secret that changed", async () => {
    const other = await sandbox.alipayByCertificates();
    const { id, secrets } = await put({ name: "new key" });
    const { app_id: appId, seller_id: sellerId } = file.credentials;
    const credentials = { ...other.credentials, app_id: appId, seller_id: sellerId };
    const changed = await put({ id, name: "new key", credentials });
    const [first, second] = [secrets[0]?.changed_at ?? "", changed.secrets[0]?.changed_at ?? ""];
    expect(second > first).toBe(true);
    const same = await put({ id, name: "new key", credentials: { ...credentials, page_as: "redirect" } });
    expect(same.secrets[0]?.changed_at).toBe(second);
  });

  it("is no other one at its channel afterwards, and no account of another channel gets its secrets", async () => {
    const { id } = await put({ name: "identity" });
    const other = { ...file.credentials, private_key: "", seller_id: "2088000000000009" };
    const moved = await keeper.call(
      "accounts.put",
      await formOf(id, { name: "identity", credentials: other }),
    );
    expect(moved.problem().errors?.[0]?.path).toBe("credentials.seller_id");
    const wechat = { channel: "wechat", mode: "public_key", credentials: {} } as const;
    const crossed = await formOf(id, { name: "identity", ...wechat });
    const faults = (await keeper.call("accounts.put", crossed)).problem().errors ?? [];
    expect(faults.map(({ path }) => path)).toContain("credentials.private_key");
  });
});

describe("an account whose master key is lost", () => {
  it("is listed all the same, cannot be checked, and works again when every secret is given anew", async () => {
    const { id } = await put({ name: "lost" });
    const other = createSecretBox({ current: createSecretKey(randomBytes(32)) });
    const credentials = other.seal("{}", sealedIn("channel_accounts.credentials", id));
    await updateChannelAccount(stage.database.connection, id, { credentials });
    const { rows } = (await keeper.call("accounts.list", { limit: "100" })).data();
    expect(rows.find((row) => row.id === id)).toMatchObject({ mode: null, certificates: "well" });
    const shown = (await keeper.call("accounts.show", { id })).data();
    expect(shown).toMatchObject({ values: {}, secrets: [{ is_set: false, changed_at: null }] });
    expect((await keeper.call("accounts.check", { id })).problem().code).toBe("conflict");
    const empty = await formOf(id, { name: "lost", credentials: { ...file.credentials, private_key: "" } });
    const lacking = await keeper.call("accounts.put", empty);
    expect(lacking.problem().errors?.[0]?.path).toBe("credentials.private_key");
    expect(await put({ id, name: "lost" })).toMatchObject({ id, mode: "certificate" });
    expect((await keeper.call("accounts.check", { id })).data().well).toBe(true);
  });
});

describe("the form of an account", () => {
  it("describes each channel's fields by its modes", async () => {
    const { channels } = (await keeper.call("accounts.form", {})).data();
    expect(channels.map(({ channel, modes }) => [channel, modes.map(({ name }) => name)])).toEqual([
      ["wechat", ["public_key", "platform_certificates", "both", "service_provider"]],
      ["alipay", ["certificate", "key"]],
      ["mock", ["mock"]],
    ]);
    const certificate = channels[1]?.modes[0]?.fields ?? [];
    expect(certificate.find(({ name }) => name === "private_key")).toEqual({
      name: "private_key",
      required: true,
      secret: true,
      input: "text",
      choices: [],
    });
    expect(certificate.map(({ name }) => name)).not.toContain("alipay_public_key");
  });

  it.each<readonly [what: string, changes: Partial<Form>, paths: readonly string[]]>([
    ["a mode of another channel", { mode: "public_key" }, ["mode"]],
    [
      "what is not of the mode",
      { credentials: { alipay_public_key: "x" } },
      ["credentials.alipay_public_key"],
    ],
    [
      "an empty secret where none is stored",
      { credentials: { private_key: "" } },
      ["credentials.private_key"],
    ],
    ["a wrong key", { credentials: { private_key: "MIIsecret" } }, ["credentials.private_key"]],
    [
      "two faults",
      { credentials: { app_id: "x", seller_id: "y" } },
      ["credentials.app_id", "credentials.seller_id"],
    ],
    ["an address with a password", { base_url: "https://u:pw@h.example/gateway.do" }, ["base_url"]],
    ["an open address of a live account", { live: true }, ["base_url"]],
  ])("refuses %s, by its field and without what stands in it", async (_, changes, paths) => {
    const credentials = { ...file.credentials, ...changes.credentials };
    const answer = await keeper.call("accounts.put", form({ name: "faulty", ...changes, credentials }));
    const refusal = answer.problem();
    expect(refusal.errors?.map(({ path }) => path)).toEqual(paths);
    expect(JSON.stringify(refusal)).not.toMatch(/MIIsecret|u:pw/);
  });

  it("makes no account of a name that another has, and changes none that there is not", async () => {
    await put({ name: "taken" });
    const again = await keeper.call("accounts.put", form({ name: "taken" }));
    expect(again.problem().errors?.[0]?.path).toBe("name");
    const { id } = await put({ name: "free" });
    const renamed = await keeper.call("accounts.put", await formOf(id, { name: "taken" }));
    expect(renamed.problem().errors?.[0]?.path).toBe("name");
    const lost = form({ id: nobody, expected_version: "0".repeat(32) });
    expect((await keeper.call("accounts.put", lost)).problem().code).toBe("not_found");
    const unseen = await keeper.call("accounts.put", form({ id }));
    expect(unseen.problem().errors?.[0]?.path).toBe("expected_version");
    expect((await keeper.call("accounts.show", { id: nobody })).problem().code).toBe("not_found");
    expect((await keeper.call("accounts.check", { id: nobody })).problem().code).toBe("not_found");
    const looking = await stage.signIn(["accounts.read"]);
    expect((await looking.call("accounts.put", form())).problem().code).toBe("not_permitted");
  });
});

describe("the certificates of an account", () => {
  it("are those that stand in it and those that were fetched", async () => {
    const { id } = await put({ name: "two kinds" });
    await fetched(id, 40);
    const told = (await keeper.call("accounts.certificates", { id })).data();
    expect(told.certificates.map(({ field, of, level }) => [field, of, level])).toEqual([
      ["app_certificate", "own", "well"],
      ["alipay_certificate", "channel", "well"],
      [null, "channel", "well"],
    ]);
    expect(told.fetch_due_at).not.toBeNull();
  });

  it("are warned of in the list when the last one ends within the days of the setting", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const made = await put({
      channel: "wechat",
      mode: "platform_certificates",
      name: "ending",
      base_url: "https://api.mch.weixin.qq.com",
      credentials: {
        mchid: "1900000109",
        appid: "wxd678efh567hg6787",
        serial_no: "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
        private_key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
        apiv3_key: "0123456789abcdef0123456789abcdef",
      },
    });
    expect(made).toMatchObject({ mode: "platform_certificates", certificates_end: null });
    const expiresAt = await fetched(made.id, 40);
    const levelOf = async () => {
      const { rows } = (await keeper.call("accounts.list", { limit: "100" })).data();
      const row = rows.find(({ id }) => id === made.id);
      return [row?.certificates, row?.certificates_end];
    };
    expect(await levelOf()).toEqual(["well", expiresAt.toISOString()]);
    const settings = (await keeper.call("settings.list", {})).data().rows;
    const name = "certificate_warning_days";
    const expected_version = settings.find((one) => one.name === name)?.version ?? "";
    expect((await keeper.call("settings.put", { name, expected_version, value: 41 })).status).toBe(200);
    expect(await levelOf()).toEqual(["soon", expiresAt.toISOString()]);
  });

  it("are listed page by page, newest account first", async () => {
    const made = [await put({ name: "older" }), await put({ name: "newer" })];
    const first = (await keeper.call("accounts.list", { limit: "1" })).data();
    const second = (await keeper.call("accounts.list", { limit: "1", after: first.next ?? "" })).data();
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(
      made.map(({ id }) => id).toReversed(),
    );
    expect(JSON.stringify([first, second])).not.toContain(middleOf(file.credentials.private_key));
  });
});
