import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWithin } from "./text.ts";

describe("isWithin", () => {
  it("counts characters, whatever their size", () => {
    const unit = fc.constantFrom("a", "茶", "🍵", "👩‍👩‍👧", "\ud83c");
    const bounds = fc.tuple(fc.nat(6), fc.nat(12)).map(([min, more]) => ({ min, max: min + more }));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 20 }), bounds, (value, { min, max }) => {
        const characters = Array.from(value).length;
        expect(isWithin(value, min, max)).toBe(characters >= min && characters <= max);
      }),
      { numRuns: 2_000 },
    );
  });
});
