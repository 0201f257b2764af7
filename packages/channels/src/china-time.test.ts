import { describe, expect, it } from "vitest";

import { chinaDateTime, chinaRfc3339, readChinaDateTime } from "./china-time.ts";

describe("China Standard Time", () => {
  it("is eight hours ahead of UTC and turns the day, the month and the year", () => {
    const time = new Date("2026-12-31T16:00:05.999Z");
    expect(chinaRfc3339(time)).toBe("2027-01-01T00:00:05+08:00");
    expect(chinaDateTime(time)).toBe("2027-01-01 00:00:05");
  });

  it("is read back to the same instant", () => {
    expect(readChinaDateTime("2027-01-01 00:00:05")).toEqual(new Date("2026-12-31T16:00:05Z"));
  });

  it.each(["", "2027-01-01", "2027-02-30 00:00:00", "2027-01-01T00:00:05", "2027-01-01 24:00:00", "now"])(
    "is not read from %j",
    (text) => {
      expect(readChinaDateTime(text)).toBeNull();
    },
  );
});
