import { describe, expect, it } from "vitest";
import { createFreshCache } from "./fresh-cache.ts";

function cacheOf(mostEntries = 10) {
  const clock = { ms: 0 };
  const loads: string[] = [];
  const cache = createFreshCache({
    load: async (key) => {
      loads.push(key);
      if (key.startsWith("bad")) throw new Error("cannot be loaded");
      return `${key}@${clock.ms}`;
    },
    freshMs: 5_000,
    mostEntries,
    nowMs: () => clock.ms,
  });
  return { cache, loads, clock };
}

describe("a cache of fresh values", () => {
  it("loads once for callers at one time and while the value is fresh", async () => {
    const { cache, loads, clock } = cacheOf();
    expect(await Promise.all([cache.get("a"), cache.get("a")])).toEqual(["a@0", "a@0"]);
    clock.ms = 4_999;
    expect(await cache.get("a")).toBe("a@0");
    expect(loads).toEqual(["a"]);
  });

  it("loads anew what is stale or forgotten", async () => {
    const { cache, clock } = cacheOf();
    await cache.get("a");
    clock.ms = 5_000;
    expect(await cache.get("a")).toBe("a@5000");
    clock.ms = 5_001;
    cache.forget("a");
    expect(await cache.get("a")).toBe("a@5001");
  });

  it("does not keep a failure", async () => {
    const { cache, loads } = cacheOf();
    await expect(cache.get("bad")).rejects.toThrow("cannot be loaded");
    await expect(cache.get("bad")).rejects.toThrow("cannot be loaded");
    expect(loads).toEqual(["bad", "bad"]);
  });

  it("is bounded: the value that was loaded first gives way", async () => {
    const { cache, loads } = cacheOf(2);
    for (const key of ["a", "b", "c", "c", "b", "a"]) await cache.get(key);
    expect(loads).toEqual(["a", "b", "c", "a"]);
  });
});
