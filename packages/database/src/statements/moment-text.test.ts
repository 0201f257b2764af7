import { describe, expect, it } from "vitest";
import { createMomentWriter, momentText } from "./moment-text.ts";

describe("moments that are worded by the thousand", () => {
  it("are the same as each worded alone, on whatever day and before 1970 too", () => {
    const write = createMomentWriter();
    const days = [0, -1, 20_414, 20_415, 20_414, 47_481].map((day) => day * 86_400_000);
    const times = [0, 1, 999, 1_000, 59_999, 60_000, 3_599_999, 3_600_000, 45_296_789, 86_399_999];
    const moments = days.flatMap((day) => times.map((time) => new Date(day + time)));
    expect(moments.map(write)).toEqual(moments.map(momentText));
  });
});
