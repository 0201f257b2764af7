import { describe, expect, it } from "vitest";
import { suspenseAge } from "./suspense-age.ts";

describe("the age of what is suspended", () => {
  it.each([
    ["2026-03-01T00:00:00.000Z", { days: 0, hours: 0 }],
    ["2026-02-28T22:59:00.000Z", { days: 0, hours: 1 }],
    ["2026-02-26T21:00:00.000Z", { days: 2, hours: 3 }],
    ["2026-03-02T00:00:00.000Z", { days: 0, hours: 0 }],
  ])("since %s is in whole days and hours", (since, age) => {
    expect(suspenseAge(since, new Date("2026-03-01T00:00:00.000Z"))).toEqual(age);
  });
});
