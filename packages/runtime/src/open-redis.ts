import { Redis } from "ioredis";
import { backoffMs } from "./backoff.ts";
import type { Logger } from "./logger.ts";
import { createThrottle } from "./throttle.ts";

export interface RedisConnection {
  /** Commands fail at once while Redis is away; every caller has a way without it. */
  readonly client: Redis;
  isReady(): boolean;
  close(): Promise<void>;
}

const connectTimeoutMs = 2_000;
const commandTimeoutMs = 500;
const reconnect = { firstMs: 100, maxMs: 5_000 };
const logEveryMs = 10_000;

/**
 * A connection that never makes a caller wait: nothing is queued while Redis is away, nothing is sent
 * again, and a command that is not answered in half a second fails. It reconnects for ever.
 */
export function openRedis(url: string, logger: Logger): RedisConnection {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    retryStrategy: (tries) => backoffMs(tries, reconnect, Math.random()),
  });
  logChanges(client, logger);
  return {
    client,
    isReady: () => client.status === "ready",
    close: async () => {
      try {
        await client.quit();
      } catch {
        // It is away, so there is nobody to take leave of.
        client.disconnect();
      }
    },
  };
}

/** Says that Redis went and came back, and every few seconds why it is still away. */
function logChanges(client: Redis, logger: Logger): void {
  const throttle = createThrottle(logEveryMs);
  let isAway = false;
  client.on("error", (error: unknown) => {
    isAway = true;
    if (throttle.isDue()) logger.warn({ error }, "redis is away; going on without it");
  });
  client.on("ready", () => {
    if (isAway) logger.info("redis is back");
    isAway = false;
    throttle.reset();
  });
}
