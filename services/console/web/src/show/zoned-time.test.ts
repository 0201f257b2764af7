import { describe, expect, it } from "vitest";
import { momentOfWallTime, wallTimeOf } from "./zoned-time.ts";

describe("the time of a zone", () => {
  it.each([
    ["2026-03-01T16:05", "Asia/Shanghai", "2026-03-01T08:05:00.000Z"],
    ["2026-03-01T00:00", "Asia/Shanghai", "2026-02-28T16:00:00.000Z"],
    ["2026-07-01T12:00", "Europe/Berlin", "2026-07-01T10:00:00.000Z"],
    ["2026-01-01T12:00", "America/New_York", "2026-01-01T17:00:00.000Z"],
    ["2026-03-29T12:00", "Europe/Berlin", "2026-03-29T10:00:00.000Z"],
    ["2026-10-25T12:00", "Europe/Berlin", "2026-10-25T11:00:00.000Z"],
    ["2026-05-01T05:30", "Asia/Kolkata", "2026-05-01T00:00:00.000Z"],
  ])("%s in %s is %s, and back", (wall, zone, moment) => {
    expect(momentOfWallTime(wall, zone)).toBe(moment);
    expect(wallTimeOf(moment, zone)).toBe(wall);
  });

  it("is none where nothing is written", () => {
    expect(momentOfWallTime("", "Asia/Shanghai")).toBeNull();
    expect(momentOfWallTime("tomorrow", "Asia/Shanghai")).toBeNull();
  });
});
