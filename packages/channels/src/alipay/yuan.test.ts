import { describe, expect, it } from "vitest";

import { fenOf, yuanOf } from "./yuan.ts";

describe("yuan and fen", () => {
  it.each([
    [0, "0.00"],
    [1, "0.01"],
    [10, "0.10"],
    [100, "1.00"],
    [123_456, "1234.56"],
    [10_000_000_000, "100000000.00"],
  ])("%i fen is %s yuan, and back", (fen, yuan) => {
    expect(yuanOf(fen)).toBe(yuan);
    expect(fenOf(yuan)).toBe(fen);
  });

  it("read every amount back that they write, where floating point would not", () => {
    for (let fen = 0; fen < 20_000; fen += 1) expect(fenOf(yuanOf(fen))).toBe(fen);
  });

  it("read fewer decimals too", () => {
    expect(fenOf("1")).toBe(100);
    expect(fenOf("1.5")).toBe(150);
    expect(fenOf("00.01")).toBe(1);
  });

  it.each(["", ".", "1.", ".5", "1.234", "-1.00", "+1", "1e3", " 1", "1,00", "１", "1.00\n"])(
    "read no amount in %j",
    (text) => {
      expect(fenOf(text)).toBeNull();
    },
  );

  it("take no fraction of a fen", () => {
    for (const amount of [0.1, -1, Number.NaN, 2 ** 53]) expect(() => yuanOf(amount)).toThrow("fen");
  });
});
