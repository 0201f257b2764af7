import { isIPv6 } from "node:net";
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

/** One subscriber has a whole /64 of IPv6 (RFC 6177), so that counts as one address. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail = ""] = address.split("::");
  const left = head.split(":");
  const right = tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}
