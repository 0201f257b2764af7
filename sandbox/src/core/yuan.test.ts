import { describe, expect, it } from "vitest";
import { fromYuan, toYuan } from "./yuan.ts";

describe("yuan", () => {
  it.each([
    ["0.01", 1],
    ["0.1", 10],
    ["8", 800],
    ["100000000.00", 10_000_000_000],
  ])("%s is read as %i fen", (text, fen) => {
    expect(fromYuan(text)).toBe(fen);
  });

  it.each(["0", "0.00", "-1", "1.001", "1e3", "1,000", " 1", "100000000.01", "", "٣"])(
    "%j is no sum",
    (text) => {
      expect(fromYuan(text)).toBeNull();
    },
  );

  it("are written with two decimals", () => {
    expect([1, 10, 888, 10_000_000_000].map(toYuan)).toEqual(["0.01", "0.10", "8.88", "100000000.00"]);
  });
});
