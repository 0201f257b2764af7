import { describe, expect, it } from "vitest";
import { chinaDay, daysOfMonth, isMonth, monthAfter } from "./china-day.ts";

describe("days of China", () => {
  it("begin at 16:00 in UTC", () => {
    expect(chinaDay(new Date("2026-02-28T15:59:59.999Z"))).toBe("2026-02-28");
    expect(chinaDay(new Date("2026-02-28T16:00:00.000Z"))).toBe("2026-03-01");
  });

  it("of a month are all of it, in a leap year, too", () => {
    expect(daysOfMonth("2026-02")).toHaveLength(28);
    expect(daysOfMonth("2028-02").at(-1)).toBe("2028-02-29");
    expect(daysOfMonth("2026-12").at(-1)).toBe("2026-12-31");
  });

  it("lie in months that follow each other over the turn of the year", () => {
    expect(monthAfter("2026-12", 1)).toBe("2027-01");
    expect(monthAfter("2026-01", -1)).toBe("2025-12");
    expect(isMonth("2026-13")).toBe(false);
    expect(isMonth("2026-01")).toBe(true);
  });
});
