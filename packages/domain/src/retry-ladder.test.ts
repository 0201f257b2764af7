import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deliveryLadder, nextWaitMs, queryLadder, repeatingWaitMs } from "./retry-ladder.ts";

const middle = 0.5;
const hours = (ms: number) => ms / 3_600_000;

describe("the delivery ladder", () => {
  it("has the steps that merchants are promised, about 24 hours in all, and then ends", () => {
    const steps = deliveryLadder.map((_, index) => nextWaitMs(deliveryLadder, index + 1, middle));
    const seconds = steps.map((ms) => (ms ?? 0) / 1_000);
    expect(seconds).toEqual([
      15, 15, 30, 180, 600, 1_200, 1_800, 1_800, 1_800, 3_600, 10_800, 10_800, 10_800, 21_600, 21_600,
    ]);
    expect(hours(deliveryLadder.reduce((sum, step) => sum + step, 0))).toBeCloseTo(24.07, 2);
    expect(nextWaitMs(deliveryLadder, deliveryLadder.length + 1, middle)).toBeNull();
  });

  it("moves a step by a tenth at the most", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: deliveryLadder.length }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (tries, jitter) => {
          const step = deliveryLadder[tries - 1] ?? 0;
          const wait = nextWaitMs(deliveryLadder, tries, jitter) ?? 0;
          expect(Math.abs(wait - step)).toBeLessThanOrEqual(step / 10 + 1);
        },
      ),
    );
  });
});

describe("the query ladder", () => {
  it("begins within five seconds and repeats its last step", () => {
    expect(repeatingWaitMs(queryLadder, 0, middle)).toBe(5_000);
    expect(repeatingWaitMs(queryLadder, 8, middle)).toBe(1_800_000);
    expect(repeatingWaitMs(queryLadder, 1_000, middle)).toBe(1_800_000);
  });
});
