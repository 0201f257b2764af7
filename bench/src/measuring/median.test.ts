import { describe, expect, it } from "vitest";
import { median } from "./median.ts";

describe("the median", () => {
  it("is the middle value, whatever the order", () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it("is the mean of the two middle ones of an even number", () => {
    expect(median([4, 1, 3, 100])).toBe(3.5);
  });

  it("is refused for nothing", () => {
    expect(() => median([])).toThrow("nothing was measured");
  });
});
