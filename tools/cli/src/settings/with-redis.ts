import { once } from "node:events";
import {
  createLogger,
  DependencyError,
  openRedis,
  type RedisConnection,
  sharedSettings,
} from "@compose-pay/runtime";
import { z } from "zod";
import type { CommandContext } from "../command-context.ts";
import { readCommandSettings } from "./read-command-settings.ts";

const connectDeadlineMs = 3_000;

/**
 * Runs the work on the configured Redis and closes the connection after it.
 *
 * @throws DependencyError when Redis does not answer
 */
export async function withRedis<Result>(
  context: CommandContext,
  work: (client: RedisConnection["client"]) => Promise<Result>,
): Promise<Result> {
  const settings = readCommandSettings(context, z.object({ REDIS_URL: sharedSettings.REDIS_URL }));
  const redis = openRedis(settings.REDIS_URL, createLogger({ service: "cli", level: "silent" }));
  try {
    // Rejects with the first error, since `error` is what `once` takes as such.
    await once(redis.client, "ready", { signal: AbortSignal.timeout(connectDeadlineMs) });
    return await work(redis.client);
  } catch (cause) {
    throw new DependencyError("redis", "Redis does not answer", { cause });
  } finally {
    redis.client.disconnect();
  }
}
