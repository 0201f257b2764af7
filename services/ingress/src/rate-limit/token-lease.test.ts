import { describe, expect, it } from "vitest";
import { type BucketLevel, type BucketRule, tokensAt } from "./token-bucket.ts";
import { createTokenLease } from "./token-lease.ts";
import type { TokenSource } from "./token-source.ts";

/** The shared bucket in memory, by the rules of the one in Redis. */
function sharedBucket(clock: { nowMs: number }, rule: BucketRule) {
  const seen = { asks: 0, isAway: false };
  let level: BucketLevel = { tokens: rule.burst, atMs: 0 };
  const source: TokenSource = {
    take: async (_, asked, wanted) => {
      seen.asks += 1;
      if (seen.isAway) throw new Error("redis is away");
      const tokens = tokensAt(asked, level, clock.nowMs);
      const granted = Math.min(wanted, Math.floor(tokens));
      level = { tokens: tokens - granted, atMs: clock.nowMs };
      return { granted, left: tokens - granted };
    },
  };
  const lease = () => createTokenLease({ source, bucket: "app_1", rule, nowMs: () => clock.nowMs });
  return { lease, seen };
}

async function admittedOf(lease: ReturnType<typeof createTokenLease>, calls: number): Promise<number> {
  const admissions = await Promise.all(Array.from({ length: calls }, () => lease.take()));
  return admissions.filter(({ kind }) => kind === "admitted").length;
}

describe("the tokens of an app", () => {
  it("let the burst in and not one more, counted one by one", async () => {
    const clock = { nowMs: 0 };
    const lease = sharedBucket(clock, { perSecond: 2, burst: 3 }).lease();
    const lefts = [await lease.take(), await lease.take(), await lease.take()].map(({ left }) => left);
    expect(lefts).toEqual([2, 1, 0]);
    expect(await lease.take()).toEqual({ kind: "limited", retryAfterMs: 500, left: 0 });
    clock.nowMs = 500;
    expect(await lease.take()).toMatchObject({ kind: "admitted" });
    expect(await lease.take()).toMatchObject({ kind: "limited" });
  });

  it("let in exactly the burst of calls that come at once, from two processes together", async () => {
    const clock = { nowMs: 0 };
    const shared = sharedBucket(clock, { perSecond: 10, burst: 40 });
    const [one, two] = [shared.lease(), shared.lease()];
    const admitted = await Promise.all([admittedOf(one, 50), admittedOf(two, 50)]);
    expect(admitted[0] + admitted[1]).toBe(40);
  });

  it("ask the shared bucket for many calls at once", async () => {
    const clock = { nowMs: 0 };
    const { lease, seen } = sharedBucket(clock, { perSecond: 10_000, burst: 10_000 });
    const tokens = lease();
    for (let call = 0; call < 1_000; call += 1) await tokens.take();
    expect(seen.asks).toBeLessThan(15);
  });

  it("do not ask it while it is known to be empty", async () => {
    const clock = { nowMs: 0 };
    const { lease, seen } = sharedBucket(clock, { perSecond: 1, burst: 1 });
    const tokens = lease();
    await admittedOf(tokens, 3);
    const asksBefore = seen.asks;
    expect(await admittedOf(tokens, 100)).toBe(0);
    expect(seen.asks).toBe(asksBefore);
  });

  it("do not save up here beyond the bucket", async () => {
    const clock = { nowMs: 0 };
    const { lease } = sharedBucket(clock, { perSecond: 500, burst: 500 });
    const tokens = lease();
    await tokens.take();
    clock.nowMs = 60_000;
    expect(await admittedOf(tokens, 1_000)).toBe(500);
  });

  it("let everybody in while the shared bucket is away, and limit again afterwards", async () => {
    const clock = { nowMs: 0 };
    const { lease, seen } = sharedBucket(clock, { perSecond: 1, burst: 2 });
    const tokens = lease();
    seen.isAway = true;
    expect(await admittedOf(tokens, 10)).toBe(10);
    expect(tokens.left()).toBe(0);
    seen.isAway = false;
    clock.nowMs = 1_000;
    expect(await admittedOf(tokens, 10)).toBe(2);
  });
});
