import type { RedisConnection } from "@compose-pay/runtime";
import { z } from "zod";
import type { BucketRule } from "./token-bucket.ts";

/** What was taken out of an app's bucket, and what is left in it. */
export interface Grant {
  readonly granted: number;
  readonly left: number;
}

/** Where the buckets of all processes stand. */
export interface TokenSource {
  /** Takes as many tokens as there are, at most `wanted`. Rejects when the buckets cannot be reached. */
  take(bucket: string, rule: BucketRule, wanted: number): Promise<Grant>;
}

/**
 * One bucket a hash, filled and emptied in one step of Redis, by its clock alone. A bucket that nobody
 * looked at for as long as it takes to fill is full, so its key may go.
 */
const script = `
local perSecond, burst, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens, at = tonumber(bucket[1]) or burst, tonumber(bucket[2]) or now
tokens = math.min(burst, tokens + math.max(0, now - at) * perSecond / 1000)
local granted = math.min(wanted, math.floor(tokens))
tokens = tokens - granted
redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens), 'at', string.format('%.3f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(burst / perSecond * 1000) + 1000)
return {granted, string.format('%.6f', tokens)}`;

const reply = z.tuple([z.int(), z.coerce.number()]);

export function createTokenSource(redis: RedisConnection): TokenSource {
  return {
    take: async (bucket, { perSecond, burst }, wanted) => {
      const answer = await redis.client.eval(script, 1, `rate:${bucket}`, perSecond, burst, wanted);
      const [granted, left] = reply.parse(answer);
      return { granted, left };
    },
  };
}
