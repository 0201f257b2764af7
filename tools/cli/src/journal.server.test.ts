import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ChannelNotificationRow, insertChannelNotifications, openDatabase } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wechatFile, wechatSecrets } from "../testing/account-files.ts";
import { documentOf, errorOf } from "../testing/cli-run.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { openInstallation, type TestInstallation } from "../testing/test-installation.ts";

let installation: TestInstallation;
let folder: string;

beforeAll(async () => {
  installation = await openInstallation();
  folder = mkdtempSync(path.join(tmpdir(), "compose-pay-journal-"));
  await run("migrate");
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await installation.close();
});

describe("what there is not", () => {
  it.each([
    ["payment show nothing-has-this-number", "payment_unknown"],
    ["payment show pay_0000000000000000000000000a", "payment_unknown"],
    ["notification show ntf_none", "notification_unknown"],
    ["notification process ntf_none", "notification_unknown"],
    ["notification list --payment pay_none", "payment_unknown"],
    ["discrepancy show dsc_none", "discrepancy_unknown"],
    ["account check acc_none", "channel_account_unknown"],
    ["account certificates acc_none", "channel_account_unknown"],
  ])("%s fails as %s", async (line, code) => {
    const error = errorOf(await runInMemory([...line.split(" "), "--json"], installation.env));
    expect(error).toMatchObject({ exitCode: 1, code });
  });

  it("a list of notifications is empty and no failure", async () => {
    expect(await run("notification", "list", "--verdict", "refused")).toMatchObject({ data: [] });
  });
});

describe("a stored notification", () => {
  it("is listed without what was posted, shown with it, and opened again for its worker", async () => {
    await insert({ id: "ntf_1", verdict: "refused", reason: "ciphertext_wrong" });
    await insert({ id: "ntf_2", verdict: "applied", attemptId: "att_other" });
    const { data } = documentOf(
      await runInMemory(["notification", "list", "--verdict", "refused", "--json"], installation.env),
    );
    expect(data).toMatchObject([{ id: "ntf_1", reason: "ciphertext_wrong", account_id: "acc_1" }]);
    expect(JSON.stringify(data)).not.toContain("what was posted");
    expect(await run("notification", "show", "ntf_1")).toMatchObject({ body: "what was posted" });

    expect(await run("notification", "process", "ntf_1")).toMatchObject({ verdict_before: "refused" });
    expect(await run("notification", "show", "ntf_1")).toMatchObject({
      verdict: "received",
      reason: "was_refused",
      processed_at: null,
    });
    expect(await run("notification", "show", "ntf_2")).toMatchObject({ verdict: "applied" });
    const stored = await installation.readAllText();
    expect(stored.match(/\{"channel_notification_id":"ntf_\d"\}/g)).toEqual([
      '{"channel_notification_id":"ntf_1"}',
    ]);
  });
});

describe("npm run cli -- account check", () => {
  it("fails when the channel is not reached, says by what, and prints no key", async () => {
    const file = path.join(folder, "account.json");
    writeFileSync(file, JSON.stringify(wechatFile));
    const { id } = await run("account", "put", file);
    const checked = await runInMemory(["account", "check", id], installation.env);
    expect(checked).toMatchObject({ exitCode: 1, stderr: "" });
    expect(checked.stdout).toMatch(/^query +failed +connect_failed/m);
    for (const secret of wechatSecrets) expect(checked.stdout).not.toContain(secret);
  });

  it("has nothing to look at for an account without a channel behind it", async () => {
    const file = path.join(folder, "mock.json");
    writeFileSync(file, JSON.stringify({ channel: "mock", name: "mock", live: false }));
    const { id } = await run("account", "put", file);
    expect(await run("account", "check", id)).toMatchObject({ well: true });
    expect(await run("account", "certificates", id)).toMatchObject({ data: [] });
  });
});

async function run(...words: readonly string[]) {
  return documentOf(await runInMemory([...words, "--json"], installation.env));
}

async function insert(changes: Partial<ChannelNotificationRow> & Pick<ChannelNotificationRow, "id">) {
  const database = openDatabase({ url: installation.env.DATABASE_URL, poolSize: 1 });
  const row: ChannelNotificationRow = {
    channelAccountId: "acc_1",
    channel: "wechat",
    notificationId: null,
    attemptId: null,
    refundId: null,
    verdict: "received",
    reason: null,
    timesReceived: 1,
    headers: {},
    body: Buffer.from("what was posted"),
    traceId: "trace_1",
    receivedAt: new Date(),
    dueAt: null,
    processedAt: new Date(),
    ...changes,
  };
  await insertChannelNotifications(database.connection, [row]);
  await database.close();
}
