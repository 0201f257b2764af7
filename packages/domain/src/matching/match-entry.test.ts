import { describe, expect, it } from "vitest";
import { matchLoneEntry } from "./match-entry.ts";

const day = "2026-11-22";
const entry = (time: string) => ({ day, amount: 100, occurredAt: new Date(`${day}T${time}+08:00`) });

describe("an entry that its day's bill does not have", () => {
  it.each(["00:00:00.000", "00:29:59.999", "23:30:00.000", "23:59:59.999"])(
    "is suspended at %s, because another day's bill may have it",
    (time) => {
      expect(matchLoneEntry(entry(time), null)).toBe("suspended");
    },
  );

  it.each(["00:30:00.000", "12:00:00.000", "23:29:59.999"])("is missing there at %s", (time) => {
    expect(matchLoneEntry(entry(time), null)).toBe("missing_there");
  });

  it("is matched by a line elsewhere, if that has its amount", () => {
    expect(matchLoneEntry(entry("12:00:00.000"), { amount: 100 })).toBe("matched");
    expect(matchLoneEntry(entry("23:59:59.999"), { amount: 99 })).toBe("amount_differs");
  });
});
