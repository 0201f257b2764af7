import { describe, expect, it } from "vitest";
import { createMomentWriter, momentText, readMoment } from "./moment-text.ts";

describe("a moment", () => {
  it.each([
    "1970-01-01T00:00:00.000Z",
    "2026-11-22T10:09:08.007Z",
    "2028-02-29T23:59:59.999Z",
    "9998-12-31T23:59:59.120Z",
  ])("is read as it was written: %s", (text) => {
    const moment = new Date(text);
    expect(readMoment(momentText(moment) ?? "")).toEqual(moment);
  });

  it("is read without milliseconds and with more of them too", () => {
    expect(readMoment("2026-11-22 10:09:08")).toEqual(new Date("2026-11-22T10:09:08.000Z"));
    expect(readMoment("2026-11-22 10:09:08.007000")).toEqual(new Date("2026-11-22T10:09:08.007Z"));
  });
});

describe("moments that are worded by the thousand", () => {
  it("are the same as each worded alone, on whatever day and before 1970 too", () => {
    const write = createMomentWriter();
    const days = [0, -1, 20_414, 20_415, 20_414, 47_481].map((day) => day * 86_400_000);
    const times = [0, 1, 999, 1_000, 59_999, 60_000, 3_599_999, 3_600_000, 45_296_789, 86_399_999];
    const moments = days.flatMap((day) => times.map((time) => new Date(day + time)));
    expect(moments.map(write)).toEqual(moments.map(momentText));
  });
});
