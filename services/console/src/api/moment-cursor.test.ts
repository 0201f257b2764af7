import { describe, expect, it } from "vitest";
import { readMomentCursor, writeMomentCursor } from "./moment-cursor.ts";

describe("a cursor of a moment and an id", () => {
  it("is read as it was written", () => {
    const place = { at: new Date("2026-03-01T08:00:00.123Z"), id: "ep_01jd8x" };
    expect(readMomentCursor(writeMomentCursor(place))).toEqual(place);
  });

  it.each([
    "",
    "ep_1",
    "12",
    "12.",
    ".ep_1",
    "1e3.ep_1",
    "1234567890123456.ep_1",
    "253402300800000.ep_1",
    "12.ep_1;x",
    "-1.ep_1",
  ])("is nothing else: %j", (cursor) => {
    expect(readMomentCursor(cursor)).toBeNull();
  });
});
