import { describe, expect, it } from "vitest";
import { matchLoneEntry } from "./match-entry.ts";

const day = "2026-11-22";
const entry = (time: string) => ({ day, amount: 100, fee: 1, occurredAt: new Date(`${day}T${time}+08:00`) });

const expected = { isOverdue: false, isBillAwaited: false };
const line = { amount: 100, fee: 1, status: "succeeded" } as const;

describe("an entry that its day's bill does not have", () => {
  it.each(["00:00:00.000", "00:29:59.999", "23:30:00.000", "23:59:59.999"])(
    "is suspended at %s, because another day's bill may have it",
    (time) => {
      expect(matchLoneEntry(entry(time), null, expected)).toBe("suspended");
    },
  );

  it.each(["00:30:00.000", "12:00:00.000", "23:29:59.999"])("is missing there at %s", (time) => {
    expect(matchLoneEntry(entry(time), null, expected)).toBe("missing_there");
  });

  it("is matched by a line elsewhere that says the same", () => {
    const noon = entry("12:00:00.000");
    expect(matchLoneEntry(noon, line, expected)).toBe("matched");
    expect(matchLoneEntry(noon, { ...line, status: "processing", fee: 0 }, expected)).toBe("matched");
    expect(matchLoneEntry(noon, { ...line, amount: 99 }, expected)).toBe("amount_differs");
    expect(matchLoneEntry(noon, { ...line, status: "failed" }, expected)).toBe("status_differs");
    expect(matchLoneEntry(noon, { ...line, fee: 0 }, expected)).toBe("fee_differs");
  });

  it("waits for the bill of the day on which it was asked for, and for none that has been there", () => {
    const noon = entry("12:00:00.000");
    expect(matchLoneEntry(noon, null, { ...expected, isBillAwaited: true })).toBe("suspended");
    expect(matchLoneEntry(noon, null, { isOverdue: true, isBillAwaited: true })).toBe("missing_there");
    expect(matchLoneEntry(entry("23:59:59.999"), null, { ...expected, isOverdue: true })).toBe(
      "missing_there",
    );
  });
});
