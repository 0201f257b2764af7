import { describe, expect, it } from "vitest";
import { fenOf, yuan } from "./yuan.ts";

/** Amounts at which digits begin and carry, and many between them, the same in each run. */
function amounts(): readonly number[] {
  const edges = [0, 1, 9, 10, 99, 100, 101, 999, 1_000, 99_999, 100_000, 99_999_999, 99_999_999_999_999];
  let seed = 7;
  const between = Array.from({ length: 2_000 }, (_, index) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed * (index % 40_000);
  });
  return [...edges, ...between];
}

describe("fen as yuan", () => {
  it("shows both places, and thousands apart", () => {
    expect([0, 1, 10, 100, 123_456, 100_000_000].map(yuan)).toEqual([
      "0.00",
      "0.01",
      "0.10",
      "1.00",
      "1,234.56",
      "1,000,000.00",
    ]);
    expect([-1, -123_456].map(yuan)).toEqual(["-0.01", "-1,234.56"]);
    expect(yuan(Number.MAX_SAFE_INTEGER)).toBe("90,071,992,547,409.91");
  });
});

describe("yuan that are typed", () => {
  it("are the fen that are shown, whatever the amount", () => {
    for (const fen of amounts()) {
      const text = yuan(fen);
      if (fen > 99_999_999_999_999) continue;
      expect(fenOf(text), text).toBe(fen);
      expect(fenOf(text.replaceAll(",", "")), text).toBe(fen);
    }
  });

  it("may lack places, and may have space around them", () => {
    expect(["5", "5.0", "5.4", " 5.45 ", "0.01", "007.10"].map(fenOf)).toEqual([500, 500, 540, 545, 1, 710]);
    expect(["0.29", "1.15", "4.35", "1.005".slice(0, 4)].map(fenOf)).toEqual([29, 115, 435, 100]);
  });

  it("are refused where they are no exact amount", () => {
    for (const text of [
      "",
      " ",
      "-1",
      "+1",
      "1.",
      ".5",
      "1.005",
      "1e3",
      "0x10",
      "1 000",
      "１２",
      "¥1",
      "NaN",
    ])
      expect(fenOf(text), text).toBeNull();
    expect(fenOf("1234567890123")).toBeNull();
  });

  it("take a comma between thousands, and for nothing else", () => {
    expect(["1,234", "12,345.6", "123,456,789.01"].map(fenOf)).toEqual([123_400, 1_234_560, 12_345_678_901]);
    for (const text of ["1,5", "1,50", "12,34.00", ",123", "1,,234", "1234,567", "1,234,", "1.50,0"])
      expect(fenOf(text), text).toBeNull();
  });
});
