import { describe, expect, it } from "vitest";
import { momentText, readMoment } from "./moment-text.ts";

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
