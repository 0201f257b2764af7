import { networkOf } from "@compose-pay/http";
import { LRUCache } from "lru-cache";
import { rateLimit, rateLimitPolicy } from "../rate-limit/rate-limit-headers.ts";
import { type BucketLevel, type BucketRule, tokensAt } from "../rate-limit/token-bucket.ts";

/** Who presents keys that are none, by address. */
export interface FailedAttempts {
  /** Whether the address has failed so often that no key of its is looked up now. */
  isBlocked(address: string): boolean;
  count(address: string): void;
  headersOf(address: string): Readonly<Record<string, string>>;
}

/** Addresses that are kept in mind; the one that failed longest ago goes first. */
const mostAddresses = 10_000;
const policyName = "failed-authentications";

export function createFailedAttempts(rule: BucketRule, nowMs: () => number): FailedAttempts {
  const levels = new LRUCache<string, BucketLevel>({ max: mostAddresses });
  const left = (address: string): number => {
    const level = levels.get(networkOf(address));
    return level === undefined ? rule.burst : tokensAt(rule, level, nowMs());
  };
  return {
    isBlocked: (address) => left(address) < 1,
    count: (address) => {
      const tokens = Math.max(0, left(address) - 1);
      levels.set(networkOf(address), { tokens, atMs: nowMs() });
    },
    headersOf: (address) => ({
      "RateLimit-Policy": rateLimitPolicy(policyName, rule),
      RateLimit: rateLimit(policyName, rule, left(address)),
    }),
  };
}
