import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "amqplib";
import { Redis } from "ioredis";
import { createConnection } from "mysql2/promise";
import { afterAll, describe, expect, it } from "vitest";
import { bringUpServers, startProcess } from "./index.ts";
import type { BringUpOptions, LocalServers } from "./index.ts";
import { recordedProcess } from "./process-record.ts";
import { untilReady } from "./until-ready.ts";

// A space and a depth beyond 107 bytes, as home folders have them.
const dataDir = realpathSync(mkdtempSync(join(tmpdir(), `local stack ${"deep-".repeat(20)}`)));
const { DATABASE_URL: _database, AMQP_URL: _amqp, REDIS_URL: _redis, ...surroundings } = process.env;
const env = { ...surroundings, LOCAL_STACK_DOCKER: "off" };
const options: BringUpOptions = { dataDir, env, report: () => undefined };
const queue = "kept";

const toEnd: (() => unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
afterAll(async () => {
  for (const end of toEnd.toReversed()) await end();
});

/** Private servers in a process of their own, for which `kill -9` is the end. */
async function bringUpElsewhere(): Promise<{ servers: Servers; pid: number; kill: () => Promise<void> }> {
  const urls = join(dataDir, "urls.json");
  const script = `
    import { writeFileSync } from "node:fs";
    import { bringUpServers } from ${JSON.stringify(join(import.meta.dirname, "index.ts"))};
    const servers = await bringUpServers({ dataDir: ${JSON.stringify(dataDir)}, env: process.env, report: console.log });
    writeFileSync(${JSON.stringify(urls)}, JSON.stringify(servers));
    setInterval(() => {}, 1e6);`;
  const started = startProcess({
    name: "elsewhere",
    command: process.execPath,
    args: ["--input-type=module", "-e", script],
    env,
    cwd: dataDir,
    logFile: join(dataDir, "elsewhere.log"),
    report: () => undefined,
  });
  toEnd.push(() => started.kill());
  const servers = await untilReady(async () => readServers(urls), { deadlineMs: 100_000, everyMs: 50 });
  const kill = async (): Promise<void> => {
    started.kill();
    await started.exited;
  };
  return { servers, pid: started.pid, kill };
}

type Servers = Pick<LocalServers, "databaseUrl" | "amqpUrl" | "redisUrl">;

function readServers(file: string): Servers {
  // The file was written a moment ago by the script above.
  return JSON.parse(readFileSync(file, "utf8")) as Servers;
}

async function writeEverywhere({ databaseUrl, amqpUrl, redisUrl }: Servers): Promise<void> {
  const database = await createConnection({ uri: databaseUrl });
  await database.query("CREATE TABLE kept (id INT PRIMARY KEY)");
  await database.query("INSERT INTO kept VALUES (42)");
  await database.query("CREATE DATABASE another_one");
  await database.end();
  const broker = await connect(amqpUrl);
  const channel = await broker.createConfirmChannel();
  await channel.assertQueue(queue, { durable: true, arguments: { "x-queue-type": "quorum" } });
  channel.sendToQueue(queue, Buffer.from("kept"), { persistent: true });
  await channel.waitForConfirms();
  await broker.close();
  const redis = new Redis(redisUrl);
  await redis.set("kept", "42");
  redis.disconnect();
}

async function readEverywhere({ databaseUrl, amqpUrl, redisUrl }: Servers): Promise<readonly unknown[]> {
  const database = await createConnection({ uri: databaseUrl });
  const [tables] = await database.query("SHOW TABLES");
  await database.end();
  const broker = await connect(amqpUrl);
  const channel = await broker.createChannel();
  const { messageCount } = await channel.assertQueue(queue, {
    durable: true,
    arguments: { "x-queue-type": "quorum" },
  });
  await broker.close();
  const redis = new Redis(redisUrl);
  const value = await redis.get("kept");
  redis.disconnect();
  return [Array.isArray(tables) ? tables.length : tables, messageCount, value];
}

function runningPids(): readonly number[] {
  const folder = join(dataDir, "run");
  return readdirSync(folder).flatMap((file) => recordedProcess(join(folder, file)) ?? []);
}

describe("private servers", () => {
  it("keep their data over a killed owner, a stop and a start, and are gone after a stop", async () => {
    const elsewhere = await bringUpElsewhere();
    await writeEverywhere(elsewhere.servers);
    await expect(bringUpServers(options)).rejects.toThrow(
      `(process ${elsewhere.pid}) already runs its servers`,
    );
    expect(runningPids()).toHaveLength(4);
    await elsewhere.kill();

    const again = await bringUpServers(options);
    toEnd.push(again.stop);
    expect(again.how).toEqual({ mysql: "private", rabbitmq: "private", redis: "private" });
    expect(again).toMatchObject(elsewhere.servers);
    expect(await readEverywhere(again)).toEqual([1, 1, "42"]);

    const pids = runningPids();
    expect(pids).toHaveLength(4);
    await Promise.all([again.stop(), again.stop()]);
    expect(runningPids()).toEqual([]);
    expect(existsSync(join(dataDir, "servers.lock"))).toBe(false);
  });

  it("start with nothing when asked to start fresh, and delete nothing else", async () => {
    const bystander = join(dataDir, "stack.json");
    writeFileSync(bystander, "{}");
    const fresh = await bringUpServers({ ...options, fresh: true });
    toEnd.push(fresh.stop);
    expect(await readEverywhere(fresh)).toEqual([0, 0, null]);
    await fresh.stop();
    expect(existsSync(bystander)).toBe(true);
  });
});
