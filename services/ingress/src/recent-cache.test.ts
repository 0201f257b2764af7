import { describe, expect, it } from "vitest";
import { createRecentCache } from "./recent-cache.ts";

function countingCache({ most = 10, maxAgeMs = 1_000 } = {}) {
  const clock = { nowMs: 0 };
  const readings: string[] = [];
  const cache = createRecentCache({
    most,
    maxAgeMs,
    nowMs: () => clock.nowMs,
    read: async (key) => {
      readings.push(key);
      if (key === "broken") throw new Error("the database is away");
      return key === "nobody" ? null : `${key}@${clock.nowMs}`;
    },
  });
  return { cache, clock, readings };
}

describe("a recent cache", () => {
  it("reads once for all who ask within the age, also for what is not there", async () => {
    const { cache, clock, readings } = countingCache();
    await Promise.all([cache.get("a"), cache.get("a"), cache.get("nobody")]);
    clock.nowMs = 999;
    expect(await cache.get("a")).toBe("a@0");
    expect(await cache.get("nobody")).toBeNull();
    expect(readings).toEqual(["a", "nobody"]);
  });

  it("reads again at the age, and knows the last value until then", async () => {
    const { cache, clock } = countingCache();
    await cache.get("a");
    clock.nowMs = 1_000;
    expect(cache.lastKnown("a")).toBe("a@0");
    expect(await cache.get("a")).toBe("a@1000");
    expect(cache.lastKnown("b")).toBeUndefined();
  });

  it("counts the age from the beginning of the reading", async () => {
    const clock = { nowMs: 0 };
    const gates: (() => void)[] = [];
    const cache = createRecentCache({
      most: 10,
      maxAgeMs: 1_000,
      nowMs: () => clock.nowMs,
      read: () => new Promise<number>((resolve) => gates.push(() => resolve(clock.nowMs))),
    });
    const slow = cache.get("a");
    clock.nowMs = 900;
    gates[0]?.();
    await slow;
    clock.nowMs = 1_100;
    void cache.get("a");
    expect(gates).toHaveLength(2);
  });

  it("keeps no more than its bound", async () => {
    const { cache, readings } = countingCache({ most: 2 });
    for (const key of ["a", "b", "c", "a"]) await cache.get(key);
    expect(readings).toEqual(["a", "b", "c", "a"]);
  });

  it("keeps no failure", async () => {
    const { cache, readings } = countingCache();
    await expect(cache.get("broken")).rejects.toThrow("away");
    await expect(cache.get("broken")).rejects.toThrow("away");
    expect(readings).toEqual(["broken", "broken"]);
  });
});
