import { once } from "node:events";
import { createLogger, DependencyError, openRedis, sharedSettings } from "@compose-pay/runtime";
import { z } from "zod";
import type { CommandContext } from "../command-context.ts";
import { readCommandSettings } from "../settings/read-command-settings.ts";
import { examine } from "./examine.ts";
import { type Finding, tenths } from "./finding.ts";

const connectDeadlineMs = 3_000;

/** Whether Redis answers, what it is and how far away. */
export async function checkRedis(context: CommandContext): Promise<Finding> {
  return examine("redis", async () => {
    const settings = readCommandSettings(context, z.object({ REDIS_URL: sharedSettings.REDIS_URL }));
    const { version, roundTripMs } = await probeRedis(settings.REDIS_URL);
    return {
      status: "ok",
      detail: `${version}, ${tenths(roundTripMs)} ms`,
      measured: { version, round_trip_ms: tenths(roundTripMs) },
    };
  });
}

async function probeRedis(url: string) {
  const redis = openRedis(url, createLogger({ service: "cli", level: "silent" }));
  try {
    // Rejects with the first error, since `error` is what `once` takes as such.
    await once(redis.client, "ready", { signal: AbortSignal.timeout(connectDeadlineMs) });
    const startedAt = performance.now();
    await redis.client.ping();
    const roundTripMs = performance.now() - startedAt;
    const info = await redis.client.info("server");
    return {
      version: `Redis ${/^redis_version:(\S+)/m.exec(info)?.[1] ?? "of unknown version"}`,
      roundTripMs,
    };
  } catch (cause) {
    throw new DependencyError("redis", "Redis does not answer", { cause });
  } finally {
    redis.client.disconnect();
  }
}
