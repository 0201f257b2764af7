import { describe, expect, it } from "vitest";
import { dayOfChina } from "./day-of-china.ts";

describe("a day of China", () => {
  it.each([
    ["2026-11-21T15:59:59.999Z", "2026-11-21"],
    ["2026-11-21T16:00:00.000Z", "2026-11-22"],
    ["2026-12-31T16:00:00.000Z", "2027-01-01"],
    ["2028-02-28T20:00:00.000Z", "2028-02-29"],
  ])("at %s is %s", (at, day) => {
    expect(dayOfChina(new Date(at))).toBe(day);
  });
});
