import { describe, expect, it } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const now = new Date("2026-11-22T10:00:00.000Z");
const day = 86_400_000;

describe("Retry-After", () => {
  it.each([
    ["0", 0],
    ["120", 120_000],
    [" 7 ", 7_000],
    ["Sun, 22 Nov 2026 10:00:30 GMT", 30_000],
  ])("%j is a wait", (value, waitMs) => {
    expect(retryAfterMs(value, now)).toBe(waitMs);
  });

  it.each(["86401", "9999999999", "Mon, 22 Nov 2027 10:00:00 GMT"])(
    "%j waits no longer than a day",
    (value) => {
      expect(retryAfterMs(value, now)).toBe(day);
    },
  );

  it("of the past is no wait", () => {
    expect(retryAfterMs("Sun, 22 Nov 2026 09:00:00 GMT", now)).toBe(0);
  });

  it.each([
    "",
    "-1",
    "1.5",
    "soon",
    "1e3",
    "99999999999",
    "2026-11-22T10:00:30Z",
    "Xxx, 99 Nov 2026 10:00:00 GMT",
  ])("%j says nothing", (value) => {
    expect(retryAfterMs(value, now)).toBeNull();
  });
});
