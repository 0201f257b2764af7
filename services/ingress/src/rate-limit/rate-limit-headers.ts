import type { BucketRule } from "./token-bucket.ts";

/**
 * `RateLimit-Policy` of a bucket (draft-ietf-httpapi-ratelimit-headers, structured fields): `q` calls in `w`
 * seconds, which is the time that the empty bucket takes to fill.
 */
export function rateLimitPolicy(name: string, { perSecond, burst }: BucketRule): string {
  return `"${name}";q=${burst};w=${Math.max(1, Math.ceil(burst / perSecond))}`;
}

/** `RateLimit`: `r` calls are left, and in `t` seconds the bucket is full again. */
export function rateLimit(name: string, { perSecond, burst }: BucketRule, tokens: number): string {
  const untilFull = Math.ceil(Math.max(0, burst - tokens) / perSecond);
  return `"${name}";r=${Math.floor(tokens)};t=${untilFull}`;
}
