/** A token bucket: what flows in, and how much it holds. */
export interface BucketRule {
  readonly perSecond: number;
  readonly burst: number;
}

/** How full a bucket was at a moment. */
export interface BucketLevel {
  readonly tokens: number;
  readonly atMs: number;
}

/** How full the bucket is now, between 0 and its burst. */
export function tokensAt({ perSecond, burst }: BucketRule, level: BucketLevel, nowMs: number): number {
  const flowed = (Math.max(0, nowMs - level.atMs) * perSecond) / 1_000;
  return Math.min(burst, Math.max(0, level.tokens) + flowed);
}

/** Milliseconds until a bucket with so many tokens has one whole token. */
export function untilNextTokenMs({ perSecond }: BucketRule, tokens: number): number {
  return tokens >= 1 ? 0 : ((1 - tokens) / perSecond) * 1_000;
}
