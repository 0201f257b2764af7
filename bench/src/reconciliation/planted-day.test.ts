import { describe, expect, it } from "vitest";
import { createSums, rowsOf } from "./bill-rows.ts";
import { placesIn } from "./line-order.ts";
import { numbersOf, plantedClasses, plantedDifferences, plantedNumber, plantedOf } from "./planted-day.ts";

describe("a planted day", () => {
  const lines = 12_345;
  const numbers = numbersOf(lines);
  const all = Array.from({ length: numbers }, (_, place) => plantedNumber(place, numbers));

  it("has as many lines as entries, and each difference that it promises", () => {
    const sums = createSums();
    for (const one of all) rowsOf(one, "1900000000", sums);
    expect(sums.rows).toBe(lines);
    expect(
      all.filter(({ planted }) => planted !== "missing_here" && planted !== "status_differs"),
    ).toHaveLength(lines);
    const counted = plantedClasses.map((one) => all.filter(({ planted }) => planted === one).length);
    expect(counted).toEqual(plantedClasses.map(plantedOf));
    expect(counted.reduce((sum, one) => sum + one)).toBe(plantedDifferences);
  });

  it("has numbers that rise with their place, payments and refunds each among themselves", () => {
    for (const kind of ["payment", "refund"]) {
      const outNos = all.filter((one) => one.kind === kind).map(({ outNo }) => outNo);
      expect(outNos).toEqual(outNos.toSorted());
      expect(new Set(outNos).size).toBe(outNos.length);
    }
  });

  it("has every place once in either order of lines", () => {
    for (const order of ["by time", "random"] as const) {
      expect([...placesIn(order, numbers)].toSorted((a, b) => a - b)).toEqual(all.map((_, place) => place));
    }
  });
});
