import { describe, expect, it } from "vitest";
import { checkSchedule, nextTime, nextTimes } from "./job-schedule.ts";

const shanghai = "Asia/Shanghai";
const berlin = "Europe/Berlin";
const now = new Date("2026-01-01T00:00:00.000Z");
const at = (text: string) => new Date(text);
const isoOf = (times: readonly Date[]) => times.map((one) => one.toISOString());

describe("the next time of a schedule", () => {
  it("is one of the zone's clocks, and strictly later", () => {
    const schedule = { schedule: "0 9 * * *", timeZone: shanghai };
    expect(nextTime(schedule, at("2026-02-28T00:59:59.999Z"))).toEqual(at("2026-02-28T01:00:00Z"));
    expect(nextTime(schedule, at("2026-02-28T01:00:00.000Z"))).toEqual(at("2026-03-01T01:00:00Z"));
  });

  it("goes over the end of a month, of a year and of a leap February", () => {
    const lastDay = { schedule: "30 23 L * *", timeZone: shanghai };
    expect(isoOf(nextTimes(lastDay, at("2027-12-01T00:00:00Z"), 3))).toEqual([
      "2027-12-31T15:30:00.000Z",
      "2028-01-31T15:30:00.000Z",
      "2028-02-29T15:30:00.000Z",
    ]);
  });

  it("takes seconds where there are six fields", () => {
    expect(nextTime({ schedule: "*/5 * * * * *", timeZone: shanghai }, at("2026-01-01T00:00:01Z"))).toEqual(
      at("2026-01-01T00:00:05Z"),
    );
  });

  it("comes at the first hour after it where summer time leaves it out", () => {
    const night = { schedule: "30 2 * * *", timeZone: berlin };
    expect(isoOf(nextTimes(night, at("2026-03-27T12:00:00Z"), 3))).toEqual([
      "2026-03-28T01:30:00.000Z",
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
  });

  it("comes once where the hour comes twice, and every half hour all the same", () => {
    const night = { schedule: "30 2 * * *", timeZone: berlin };
    expect(isoOf(nextTimes(night, at("2026-10-24T12:00:00Z"), 2))).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
    const often = { schedule: "*/30 * * * *", timeZone: berlin };
    expect(isoOf(nextTimes(often, at("2026-10-25T00:00:00Z"), 4))).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:00:00.000Z",
      "2026-10-25T01:30:00.000Z",
      "2026-10-25T02:00:00.000Z",
    ]);
  });
});

describe("a schedule", () => {
  it.each(["0 9 * * *", "*/10 * * * * *", "0 9 * * MON-FRI", "0 9 L * *"])("can be %s", (schedule) => {
    expect(checkSchedule({ schedule, timeZone: shanghai }, now)).toBeNull();
  });

  it.each([
    ["* * * *", /5 fields/],
    ["0 0 0 1 1 * 2030", /5 fields/],
    ["2030-01-01T00:00:00", /5 fields/],
    ["@daily", /5 fields/],
    [`0 9 * * ${"1,".repeat(70)}1`, /at most 128/],
    ["61 * * * *", /minute: 61/],
    ["0 9 * * FOO", /no cron expression/],
  ])("cannot be %s, and says why", (schedule, message) => {
    expect(checkSchedule({ schedule, timeZone: shanghai }, now)).toMatchObject({
      kind: "schedule_malformed",
      message: expect.stringMatching(message) as string,
    });
  });

  it("cannot be one that never comes", () => {
    expect(checkSchedule({ schedule: "0 0 31 2 *", timeZone: shanghai }, now)).toMatchObject({
      kind: "never_runs",
    });
  });

  it.each(["Mars/Olympus", "+08:00", "", "Asia/Shanghai; DROP"])("knows no zone %s", (timeZone) => {
    expect(checkSchedule({ schedule: "0 9 * * *", timeZone }, now)).toEqual({
      kind: "time_zone_unknown",
      timeZone,
    });
  });
});
