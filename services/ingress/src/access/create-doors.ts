import type { Database } from "@compose-pay/database";
import type { Metrics, RedisConnection } from "@compose-pay/runtime";
import { monotonicMs } from "../monotonic-ms.ts";
import { createRateLimiter } from "../rate-limit/rate-limiter.ts";
import { createTokenSource } from "../rate-limit/token-source.ts";
import type { IngressSettings } from "../settings.ts";
import { createAccessMetrics } from "./access-metrics.ts";
import type { Doors } from "./admit.ts";
import { createCallers } from "./callers.ts";
import { createFailedAttempts } from "./failed-attempts.ts";

/** Everything that a call passes before its verb. */
export function createDoors({
  database,
  redis,
  metrics,
  settings,
}: {
  readonly database: Database;
  readonly redis: RedisConnection;
  readonly metrics: Metrics;
  readonly settings: IngressSettings;
}): Doors {
  const nowMs = monotonicMs;
  return {
    callers: createCallers({ database, maxAgeMs: settings.KEYS_FRESH_MS, nowMs }),
    failedAttempts: createFailedAttempts(
      { perSecond: settings.FAILED_KEYS_PER_SECOND, burst: settings.FAILED_KEYS_BURST },
      nowMs,
    ),
    limiter: createRateLimiter({ source: createTokenSource(redis), nowMs }),
    trustedProxies: settings.TRUSTED_PROXIES,
    metrics: createAccessMetrics(metrics),
  };
}
