import { describe, expect, it } from "vitest";
import { answerBoundsMs, latencyQuantile } from "./latency-histogram.ts";

const counts = (given: Readonly<Record<number, number>>, beyond = 0) => [
  ...answerBoundsMs.map((bound) => given[bound] ?? 0),
  beyond,
];

describe("a quantile of times to an answer", () => {
  it("is unknown where nothing was counted", () => {
    expect(latencyQuantile(counts({}), 0.95)).toBeNull();
  });

  it("lies within its class, in proportion", () => {
    expect(latencyQuantile(counts({ 100: 100 }), 0.95)).toEqual({ ms: 95, isFloor: false });
    expect(latencyQuantile(counts({ 100: 90, 200: 10 }), 0.95)).toEqual({ ms: 150, isFloor: false });
    expect(latencyQuantile(counts({ 200: 1, 5_000: 1 }), 0.5)).toEqual({ ms: 200, isFloor: false });
  });

  it("says that it is a floor where the last class has it", () => {
    expect(latencyQuantile(counts({ 100: 90 }, 10), 0.95)).toEqual({ ms: 10_000, isFloor: true });
  });
});
