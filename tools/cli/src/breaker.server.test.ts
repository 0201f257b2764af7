import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { circuitKey, writeCircuitState } from "@compose-pay/contracts";
import { insertChannelAccount, openDatabase } from "@compose-pay/database";
import { createLogger, newId, openRedis, type RedisConnection } from "@compose-pay/runtime";
import { serverUrl, waitFor } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { wechatFile } from "../testing/account-files.ts";
import { documentOf, errorOf } from "../testing/cli-run.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { openInstallation, type TestInstallation } from "../testing/test-installation.ts";

let installation: TestInstallation;
let redis: RedisConnection;
let folder: string;
let env: Readonly<Record<string, string>>;
let account: string;

const circuits = z.object({
  data: z.array(z.looseObject({ account_id: z.string(), class: z.string(), state: z.string() })),
  history: z.array(z.looseObject({ mode: z.string() })),
});

beforeAll(async () => {
  installation = await openInstallation();
  env = { ...installation.env, REDIS_URL: serverUrl("REDIS_URL") };
  redis = openRedis(env["REDIS_URL"] ?? "", createLogger({ service: "test", level: "silent" }));
  await waitFor(() => redis.isReady(), { deadlineMs: 5_000, what: "redis" });
  folder = mkdtempSync(path.join(tmpdir(), "compose-pay-breaker-"));
  await run("migrate");
  account = await newAccount("one");
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await redis.close();
  await installation.close();
});

describe("npm run cli -- breaker", () => {
  it("says what shall hold, who said so and why, and keeps all that was said before", async () => {
    const id = await newAccount("history");
    const say = (...words: readonly string[]) =>
      run("breaker", ...words, "--account", id, "--class", "create");
    await say("open", "--reason", "the channel is down", "--by", "night shift", "--for", "15m");
    expect(await stateOf(id, "create")).toMatchObject({
      state: "forced_open",
      reason: "the channel is down",
      ordered_by: "night shift",
    });
    expect(await stateOf(id, "query")).toMatchObject({ state: "closed", reason: null });
    await say("close", "--reason", "must go on");
    expect(await stateOf(id, "create")).toMatchObject({ state: "forced_closed", until: null });
    await say("auto", "--reason", "over");
    expect(await stateOf(id, "create")).toMatchObject({ state: "closed", reason: "over" });
    const { history } = circuits.parse(await run("breaker", "list", "--account", id));
    expect(history.map(({ mode }) => mode)).toEqual(["auto", "closed", "open"]);
    expect(history[2]).toMatchObject({ ordered_by: "night shift", reason: "the channel is down" });
  });

  it("is over at its time by itself", async () => {
    const id = await newAccount("for a while");
    await run("breaker", "open", "--account", id, "--class", "all", "--reason", "x", "--for", "90s");
    expect(await stateOf(id, "bill")).toMatchObject({ state: "forced_open" });
    const later = { now: () => new Date(Date.now() + 91_000) };
    const listed = await runInMemory(["breaker", "list", "--account", id, "--json"], env, later);
    const { data } = circuits.parse(documentOf(listed));
    expect(data.map(({ state }) => state)).toEqual(["closed", "closed", "closed", "closed"]);
  });

  it("shows what the workers' breakers have come to, since when and why", async () => {
    const since = new Date("2026-03-01T08:00:00Z");
    const key = circuitKey(account, "query");
    await redis.client.set(
      key,
      writeCircuitState({ state: "half_open", since, reason: "timeout" }),
      "PX",
      60_000,
    );
    expect(await stateOf(account, "query")).toMatchObject({
      state: "half_open",
      since: since.toISOString(),
      reason: "timeout",
    });
    await redis.client.del(key);
    expect(await stateOf(account, "query")).toMatchObject({ state: "closed" });
  });

  it("knows orders without Redis, and says that it knows nothing else", async () => {
    const id = await newAccount("without redis");
    await run("breaker", "open", "--account", id, "--class", "refund", "--reason", "x");
    const listed = await runInMemory(["breaker", "list", "--account", id, "--json"], installation.env);
    const { data } = circuits.parse(documentOf(listed));
    expect(data.map(({ class: name, state }) => `${name} ${state}`)).toEqual([
      "create unknown",
      "query unknown",
      "refund forced_open",
      "bill unknown",
    ]);
  });

  it.each([
    [["--class", "create", "--reason", "x"], "--account is missing"],
    [["--account", "acc_1", "--reason", "x"], "--class is missing"],
    [["--account", "acc_1", "--class", "create"], "--reason is missing"],
    [["--account", "acc_1", "--class", "creates", "--reason", "x"], "--class must be one of"],
    [
      ["--account", "acc_1", "--class", "create", "--reason", "x", "--for", "soon"],
      "--for must be a number with",
    ],
    [
      ["--account", "acc_1", "--class", "create", "--reason", "x", "--for", "31d"],
      "--for must be at most 30d",
    ],
  ])("wants %j to be whole", async (words, message) => {
    const error = errorOf(await runInMemory(["breaker", "open", ...words, "--json"], env));
    expect(error).toMatchObject({ exitCode: 2, code: "usage" });
    expect(error.message).toContain(message);
  });

  it("shows the newest 200 accounts, and says that there are more", async () => {
    const many = await openInstallation();
    try {
      await runInMemory(["migrate"], many.env);
      await insertAccounts(many, 200);
      expect((await runInMemory(["breaker", "list"], many.env)).stdout).not.toContain("only the newest");
      await insertAccounts(many, 1);
      const { data, has_more } = documentOf(await runInMemory(["breaker", "list", "--json"], many.env));
      expect(has_more).toBe(true);
      expect(data).toHaveLength(200 * 4);
      expect((await runInMemory(["breaker", "list"], many.env)).stdout).toContain(
        "only the newest 200 accounts: for another, --account <id>",
      );
    } finally {
      await many.close();
    }
  });

  it("refuses an account that there is not", async () => {
    const words = ["breaker", "auto", "--account", "acc_none", "--class", "all", "--reason", "x", "--json"];
    expect(errorOf(await runInMemory(words, env))).toMatchObject({
      exitCode: 1,
      code: "channel_account_unknown",
    });
  });
});

async function run(...words: readonly string[]) {
  return documentOf(await runInMemory([...words, "--json"], env));
}

async function newAccount(name: string): Promise<string> {
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify({ ...wechatFile, name }));
  return (await run("account", "put", file)).id;
}

async function stateOf(id: string, operationClass: string) {
  const { data } = circuits.parse(await run("breaker", "list"));
  return data.find((one) => one.account_id === id && one.class === operationClass);
}

async function insertAccounts(of: TestInstallation, count: number): Promise<void> {
  const database = openDatabase({ url: of.env.DATABASE_URL, poolSize: 1 });
  const at = new Date("2026-03-01T08:00:00Z");
  for (let index = 0; index < count; index += 1) {
    const id = newId("acc");
    await insertChannelAccount(database.connection, {
      id,
      channel: "mock",
      name: id,
      live: false,
      enabled: true,
      baseUrl: "",
      credentials: "sealed",
      secretsChangedAt: null,
      createdAt: at,
      certificatesDueAt: null,
      certificatesAskedAt: null,
      updatedAt: at,
    });
  }
  await database.close();
}
