import { describe, expect, it } from "vitest";
import { backoffMs } from "./backoff.ts";

const bounds = { firstMs: 100, maxMs: 5_000 };

describe("backoffMs", () => {
  it("doubles with each failure up to its bound", () => {
    const waits = [1, 2, 3, 4, 7, 8, 1_000].map((tries) => backoffMs(tries, bounds, 1));
    expect(waits).toEqual([100, 200, 400, 800, 5_000, 5_000, 5_000]);
  });

  it("is never shorter than half its step", () => {
    expect(backoffMs(1, bounds, 0)).toBe(50);
    expect(backoffMs(50, bounds, 0)).toBe(2_500);
  });
});
