import { describe, expect, it } from "vitest";
import { waitStepFor, waitStepsMs } from "./wait-step.ts";

describe("waitStepFor", () => {
  it("is the nearest step that is not shorter, or the longest", () => {
    const waits = [-1, 0, 1, 1_000, 1_001, 29_999, 60_000, 60_001, 1_800_000, 86_400_000];
    expect(waits.map(waitStepFor)).toEqual([
      1_000, 1_000, 1_000, 1_000, 5_000, 30_000, 60_000, 300_000, 1_800_000, 1_800_000,
    ]);
  });

  it("knows its steps in rising order", () => {
    expect(waitStepsMs).toEqual(waitStepsMs.toSorted((one, other) => one - other));
  });
});
