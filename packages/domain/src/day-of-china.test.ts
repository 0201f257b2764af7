import { describe, expect, it } from "vitest";
import { dayOfChina } from "./day-of-china.ts";
import { startOfDay } from "./start-of-day.ts";

describe("a day of China", () => {
  it.each([
    ["2026-11-21T15:59:59.999Z", "2026-11-21"],
    ["2026-11-21T16:00:00.000Z", "2026-11-22"],
    ["2026-12-31T16:00:00.000Z", "2027-01-01"],
    ["2028-02-28T20:00:00.000Z", "2028-02-29"],
  ])("at %s is %s", (at, day) => {
    expect(dayOfChina(new Date(at))).toBe(day);
  });

  it("starts at the first moment that is of it", () => {
    const start = startOfDay("2028-02-29");
    expect(start.toISOString()).toBe("2028-02-28T16:00:00.000Z");
    expect(dayOfChina(start)).toBe("2028-02-29");
    expect(dayOfChina(new Date(start.getTime() - 1))).toBe("2028-02-28");
  });
});
