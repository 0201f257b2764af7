import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createApp, createMerchant } from "@compose-pay/application";
import { openDatabase } from "@compose-pay/database";
import { createSecretBox, newId, parseMasterKey, systemClock } from "@compose-pay/runtime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, errorOf } from "../testing/cli-run.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { openInstallation, type TestInstallation } from "../testing/test-installation.ts";

let installation: TestInstallation;
let folder: string;
let appId: string;

beforeAll(async () => {
  installation = await openInstallation();
  folder = await mkdtemp(path.join(tmpdir(), "statements-"));
  await run("migrate");
  appId = await addApp();
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await installation.close();
});

const day = "2026-01-31";
const emptyLines = [
  "type,id,order_no,refund_no,method,channel,channel_no,amount,currency,fee,net,occurred_at,subject",
  "total,,,,,,,0,CNY,0,0,,",
  "",
];

describe("npm run cli -- statement", () => {
  it("says why a statement cannot be built or saved yet", async () => {
    const late = await refused("build", "--app", appId, "--day", "2999-01-01");
    expect(late).toMatchObject({ code: "statement_not_ready", message: "the day is not over in China" });
    const unbuilt = await refused("save", "--app", appId, "--day", day, path.join(folder, "unbuilt.csv"));
    expect(unbuilt).toMatchObject({ code: "statement_not_ready" });
    expect(await readdir(folder)).toEqual([]);
    expect(await refused("build", "--app", "app_none", "--day", day)).toMatchObject({ code: "app_unknown" });
    expect(await refused("build", "--app", appId, "--day", "2026-02-30")).toMatchObject({ exitCode: 2 });
  });

  it("builds one, lists it by its mode and saves it as its merchant gets it", async () => {
    const built = await run("build", "--app", appId, "--day", day);
    const file = path.join(folder, "statement.csv");
    const saved = await run("save", "--app", appId, "--day", day, file);
    const text = await readFile(file, "utf8");
    expect(text.split("\r\n")).toEqual(emptyLines);
    const sha256 = createHash("sha256").update(text).digest("hex");
    expect(built).toMatchObject({ app_id: appId, live: false, day, payments: 0, net: 0, sha256 });
    expect(saved).toMatchObject({ file, bytes: text.length, sha256 });
    expect(await readdir(folder)).toEqual(["statement.csv"]);
    expect(await run("list", "--app", appId)).toMatchObject({ data: [{ day, sha256 }], has_more: false });
    expect(await run("list", "--app", appId, "--live")).toMatchObject({ data: [] });
  });

  it("lists the newest day first, page by page", async () => {
    for (const one of ["2026-01-29", "2026-01-30"])
      await run("build", "--app", appId, "--day", one, "--live");
    const page = await run("list", "--app", appId, "--live", "--limit", "1");
    expect(page).toMatchObject({ data: [{ day: "2026-01-30" }], next_cursor: "2026-01-30" });
    const next = await run("list", "--app", appId, "--live", "--starting-after", "2026-01-30");
    expect(next).toMatchObject({ data: [{ day: "2026-01-29" }], has_more: false });
    expect(await refused("list", "--app", appId, "--starting-after", "x")).toMatchObject({ exitCode: 2 });
  });

  it("says so when the file cannot be written", async () => {
    const file = path.join(folder, "nowhere", "statement.csv");
    await run("build", "--app", appId, "--day", day);
    const fault = await refused("save", "--app", appId, "--day", day, file);
    expect(fault).toMatchObject({ code: "statement_not_saved" });
  });
});

const written = (words: readonly string[]) =>
  words[0] === "migrate" ? [...words, "--json"] : ["statement", ...words, "--json"];

async function run(...words: readonly string[]) {
  return documentOf(await runInMemory(written(words), installation.env));
}

async function refused(...words: readonly string[]) {
  return errorOf(await runInMemory(written(words), installation.env));
}

async function addApp(): Promise<string> {
  const database = openDatabase({ url: installation.env.DATABASE_URL, poolSize: 2 });
  const current = parseMasterKey(installation.env.MASTER_KEY);
  if (current === null) throw new Error("it is a master key");
  const deps = { database, secretBox: createSecretBox({ current }), clock: systemClock, newId };
  const { id: merchantId } = await createMerchant(deps, { name: "Tea house" });
  const made = await createApp(deps, { merchantId, name: "Till", rateLimitPerSecond: 1, rateLimitBurst: 1 });
  await database.close();
  if (made.kind !== "created") throw new Error(made.kind);
  return made.app.id;
}
