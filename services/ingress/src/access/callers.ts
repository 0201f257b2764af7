import { type CallerRow, type Database, findCaller } from "@compose-pay/database";
import type { BucketRule } from "../rate-limit/token-bucket.ts";
import { createRecentCache, type RecentCache } from "../recent-cache.ts";
import { type AddressRanges, addressRanges } from "@compose-pay/http";

/** Who calls, as long as the key, the app and the merchant stay as they are. */
export interface Caller {
  readonly appId: string;
  readonly live: boolean;
  readonly isFrozen: boolean;
  readonly rule: BucketRule;
  /** Empty when the app may be called from everywhere. */
  readonly allowed: AddressRanges;
}

/** Keys that are kept in mind, known or not. */
const mostKeys = 20_000;

/** By the SHA-256 of a key; null for a key that is unknown or revoked. */
export type Callers = RecentCache<Caller | null>;

export function createCallers(deps: {
  readonly database: Database;
  readonly maxAgeMs: number;
  readonly nowMs: () => number;
}): Callers {
  return createRecentCache({
    most: mostKeys,
    maxAgeMs: deps.maxAgeMs,
    nowMs: deps.nowMs,
    read: async (sha256) => {
      const row = await findCaller(deps.database.connection, sha256);
      return row === null ? null : callerOf(row);
    },
  });
}

function callerOf(row: CallerRow): Caller {
  return {
    appId: row.appId,
    live: row.live,
    isFrozen: row.merchantStatus === "frozen",
    rule: { perSecond: row.rateLimitPerSecond, burst: row.rateLimitBurst },
    allowed: addressRanges(row.cidrs),
  };
}
