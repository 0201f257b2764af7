import { describe, expect, it } from "vitest";

import { readChinaDateTime } from "../china-time.ts";
import { roundedFen, unitsAt, unitsOfSummary, wholeFen } from "./bill-number.ts";
import { chinaTimeAt } from "./bill-time.ts";

/** Read out of the middle of other bytes. */
const unitsIn = (text: string) => unitsAt(Buffer.from(`9${text}9`), 1, text.length + 1);

const timeIn = (text: string) => chinaTimeAt(Buffer.from(`9${text}9`), 1, text.length + 1);

describe("an amount of a row", () => {
  it.each([
    ["0", 0],
    ["0.00", 0],
    ["-0.00", 0],
    ["1", 100_000],
    ["12.3", 1_230_000],
    ["0.01000", 1_000],
    ["-0.00240", -240],
    ["0.12345", 12_345],
    ["0.1234500", 12_345],
    ["9999999999.99999", 999_999_999_999_999],
  ])("%s is %i hundred-thousandths of a yuan", (text, units) => {
    expect(unitsIn(text)).toBe(units);
  });

  it.each([
    "",
    "-",
    ".",
    "1.",
    ".5",
    "1,00",
    "1e5",
    "1.0E7",
    " 1",
    "1 ",
    "+1",
    "0.123456",
    "10000000000",
    "１",
    "1.O",
  ])("is not read from %j", (text) => {
    expect(unitsIn(text)).toBeNaN();
  });

  it("is whole fen, or rounded to them a half away from zero", () => {
    expect([wholeFen(199_000), wholeFen(-1_000), wholeFen(1), wholeFen(Number.NaN)]).toEqual([
      199,
      -1,
      Number.NaN,
      Number.NaN,
    ]);
    expect([499, 500, 1_499, 1_500, -499, -500, -1_500].map(roundedFen)).toEqual([0, 1, 1, 2, 0, -1, -2]);
  });
});

describe("a number of a summary", () => {
  it.each([
    ["45.0", 4_500_000],
    ["0.47", 47_000],
    ["-0.04", -4_000],
    ["1.2345678E7", 1_234_567_800_000],
    ["1.5E-3", 150],
    ["0.30000000000000004", 30_000],
    ["0.07999999999999999", 8_000],
    ["-0.0", 0],
  ])("%s is %i hundred-thousandths", (text, units) => {
    expect(unitsOfSummary(text)).toBe(units);
  });

  it.each(["", "-", "NaN", "Infinity", "1.", "1,000.00", "0x1", "1E999"])("is not read from %j", (text) => {
    expect(unitsOfSummary(text)).toBeNaN();
  });
});

describe("a time of a row", () => {
  it("is the one that the rest of the channels reads, to the second", () => {
    for (let hours = 0; hours < 24 * 800; hours += 7) {
      const at = new Date(Date.UTC(2027, 10, 20) + hours * 3_599_000);
      const text = new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
      expect(new Date(timeIn(text))).toEqual(readChinaDateTime(text));
      expect(timeIn(text)).toBe(at.getTime());
    }
  });

  it.each([
    "",
    "2026-11-22",
    "2026-02-29 00:00:00",
    "2028-02-30 00:00:00",
    "2026-04-31 00:00:00",
    "2026-13-01 00:00:00",
    "2026-00-01 00:00:00",
    "2026-01-00 00:00:00",
    "2026-01-01 24:00:00",
    "2026-01-01 00:60:00",
    "2026-01-01T00:00:00",
    "2026-01-01 00:00:0x",
    "2026/01/01 00:00:00",
  ])("is not read from %j", (text) => {
    expect(timeIn(text)).toBeNaN();
  });
});
