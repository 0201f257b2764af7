import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { serverUrl, startTcpProxy } from "@compose-pay/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { wechatFile } from "../testing/account-files.ts";
import { documentOf } from "../testing/cli-run.ts";
import { runChild } from "../testing/run-child.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { openBroker, type TestBroker } from "../testing/test-broker.ts";
import { openInstallation, type TestInstallation } from "../testing/test-installation.ts";

let installation: TestInstallation;
let broker: TestBroker;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  installation = await openInstallation();
  broker = openBroker();
  env = { ...installation.env, ...broker.env, REDIS_URL: serverUrl("REDIS_URL") };
  documentOf(await runInMemory(["migrate", "--json"], env));
});

afterAll(async () => {
  await broker.close();
  await installation.close();
});

describe("npm run cli -- doctor", () => {
  it("finds the migrations that are missing, and still looks at everything else", async () => {
    const empty = await openInstallation();
    const { exitCode, stdout } = await runInMemory(["doctor"], { ...env, ...empty.env });
    await empty.close();
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^migrations +broken +\d+ pending: run npm run migrate$/m);
    expect(stdout).toMatch(/^redis +ok +Redis \d/m);
  });

  it("finds a whole installation well, as a process that ends by itself", async () => {
    await putAccount();
    const { exitCode, stdout } = await runChild(["doctor", "--json"], env);
    const { healthy, checks } = diagnosis.parse(JSON.parse(stdout));
    expect({ exitCode, healthy }).toEqual({ exitCode: 0, healthy: true });
    expect(checks.map(({ check, status }) => `${check} ${status}`)).toEqual([
      "database ok",
      "migrations ok",
      "master key ok",
      "broker ok",
      "queues ok",
      "dead letters ok",
      "redis ok",
    ]);
    const [database, , , brokerCheck, , , redis] = checks;
    expect(database?.["version"]).toMatch(/^(MySQL|MariaDB) \d+\.\d+/);
    expect(Math.abs(z.number().parse(database?.["clock_skew_ms"]))).toBeLessThan(2_000);
    expect(brokerCheck?.["version"]).toMatch(/^RabbitMQ \d/);
    expect(redis?.["round_trip_ms"]).toBeGreaterThan(0);
  });

  it("finds a clock that is off", async () => {
    const clock = { now: () => new Date(Date.now() + 5_000) };
    const found = await find("database", env, clock);
    expect(found?.status).toBe("broken");
    expect(found?.detail).toMatch(/clock -\d+ ms, more than 2000 ms from this machine's$/);
  });

  it("finds that the master key is another, and that it is missing", async () => {
    await putAccount();
    const other = { ...env, MASTER_KEY: randomBytes(32).toString("base64") };
    expect(await find("master key", other)).toMatchObject({ status: "broken", code: "secret_unreadable" });
    const { MASTER_KEY: _, ...without } = env;
    expect(await find("master key", without)).toMatchObject({ status: "broken", code: "settings_wrong" });
  });

  it("warns of dead letters without calling the installation broken", async () => {
    await broker.makeDead(["msg_1", "msg_2"]);
    const { exitCode, stdout } = await runInMemory(["doctor", "--json"], env);
    expect(exitCode).toBe(0);
    expect(diagnosis.parse(JSON.parse(stdout)).checks).toContainEqual(
      expect.objectContaining({ check: "dead letters", status: "warning", count: 2 }),
    );
  });

  it("says of each server that is away which it is and why, without a password", async () => {
    const proxy = await startTcpProxy(serverUrl("REDIS_URL"));
    await proxy.close();
    const away = new URL(proxy.url).host;
    const gone = {
      ...env,
      DATABASE_URL: `mysql://root:hidden-word@${away}/x`,
      AMQP_URL: `amqp://user:hidden-word@${away}`,
      REDIS_URL: `redis://user:hidden-word@${away}`,
    };
    const { exitCode, stdout, stderr } = await runInMemory(["doctor", "--verbose"], gone);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^database +broken +the database does not answer: connect ECONNREFUSED/m);
    expect(stdout).toMatch(/^migrations +skipped +the database cannot be reached$/m);
    expect(stdout).toMatch(/^broker +broken +the broker does not answer: connect ECONNREFUSED/m);
    expect(stdout).toMatch(/^redis +broken +Redis does not answer: connect ECONNREFUSED/m);
    expect(stdout + stderr).not.toContain("hidden-word");
  });
});

const diagnosis = z.object({
  healthy: z.boolean(),
  checks: z.array(z.looseObject({ check: z.string(), status: z.string(), detail: z.string() })),
});

async function find(check: string, given: Readonly<Record<string, string>>, clock?: { now: () => Date }) {
  const { exitCode, stdout } = await runInMemory(["doctor", "--json"], given, clock);
  expect(exitCode).toBe(1);
  return diagnosis.parse(JSON.parse(stdout)).checks.find((one) => one.check === check);
}

async function putAccount(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "compose-pay-cli-"));
  const file = path.join(folder, "account.json");
  writeFileSync(file, JSON.stringify(wechatFile));
  documentOf(await runInMemory(["account", "put", file, "--json"], env));
  rmSync(folder, { recursive: true });
}
