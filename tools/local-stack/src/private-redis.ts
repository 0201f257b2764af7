import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runPrivateServer } from "./private-server.ts";
import type { PrivatePlace } from "./private-server.ts";
import { renderRedisConfig } from "./redis-config.ts";
import type { RunningServer } from "./running-server.ts";

/** A private Redis or Valkey that keeps its data in an append-only file. */
export async function startPrivateRedis(program: string, place: PrivatePlace): Promise<RunningServer> {
  const startedAt = performance.now();
  const { password, ports } = place.settings;
  const folder = join(place.dataDir, "redis");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const config = join(folder, "redis.conf");
  writeFileSync(config, renderRedisConfig({ folder, port: ports.redis, password }), { mode: 0o600 });
  const url = `redis://:${password}@127.0.0.1:${ports.redis}/0`;
  const process = { command: program, args: [config], env: {} };
  return runPrivateServer({ name: "redis", label: "Redis", url, folder, ...process, startedAt }, place);
}
