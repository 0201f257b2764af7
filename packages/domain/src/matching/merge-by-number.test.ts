import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeByNumber, type NumberGroup } from "./merge-by-number.ts";

interface Line {
  readonly outNo: string;
  readonly lineNo: number;
}
interface Entry {
  readonly outNo: string;
}
type Group = NumberGroup<Line, Entry>;

const number = fc.nat(30).map((one) => `n${String(one).padStart(2, "0")}`);
const byNumber = (one: Entry, other: Entry) =>
  one.outNo < other.outNo ? -1 : one.outNo > other.outNo ? 1 : 0;
const lines = fc
  .array(number, { maxLength: 60 })
  .map((numbers) => numbers.map((outNo, lineNo) => ({ outNo, lineNo })).toSorted(byNumber));
const entries = fc
  .uniqueArray(number, { maxLength: 31 })
  .map((numbers) => numbers.map((outNo) => ({ outNo })).toSorted(byNumber));
const pageSize = fc.integer({ min: 1, max: 7 });

describe("lines and entries", () => {
  it("are grouped by their number, each once", () => {
    fc.assert(
      fc.property(lines, entries, (ofBill, ofBooks) => {
        const groups = inPages(ofBill, ofBooks, [1_000, 1_000]);
        expect(groups.flatMap((group) => group.lines)).toEqual(ofBill);
        expect(groups.flatMap(({ entry }) => (entry === null ? [] : [entry]))).toEqual(ofBooks);
        const numbers = groups.map(({ outNo }) => outNo);
        expect(numbers).toEqual([...new Set(numbers)].toSorted());
        for (const group of groups) {
          expect(group.lines.every(({ outNo }) => outNo === group.outNo)).toBe(true);
        }
      }),
    );
  });

  it("are grouped the same however they are cut into pages", () => {
    fc.assert(
      fc.property(lines, entries, fc.tuple(pageSize, pageSize), (ofBill, ofBooks, sizes) => {
        expect(inPages(ofBill, ofBooks, sizes)).toEqual(inPages(ofBill, ofBooks, [1_000, 1_000]));
      }),
    );
  });
});

/** Reads more of a side only when nothing of it is left, as somebody does who keeps little in memory. */
function inPages(
  ofBill: readonly Line[],
  ofBooks: readonly Entry[],
  [lineSize, entrySize]: readonly [number, number],
): readonly Group[] {
  const groups: Group[] = [];
  let lineAt = 0;
  let entryAt = 0;
  let restLines: readonly Line[] = [];
  let restEntries: readonly Entry[] = [];
  for (let page = 0; page < 1_000; page += 1) {
    restLines = [...restLines, ...ofBill.slice(lineAt, lineAt + lineSize)];
    restEntries = [...restEntries, ...ofBooks.slice(entryAt, entryAt + entrySize)];
    lineAt += lineSize;
    entryAt += entrySize;
    const areLinesOver = lineAt >= ofBill.length;
    const areEntriesOver = entryAt >= ofBooks.length;
    const merged = mergeByNumber({ lines: restLines, entries: restEntries, areLinesOver, areEntriesOver });
    groups.push(...merged.groups);
    ({ restLines, restEntries } = merged);
    if (areLinesOver && areEntriesOver) break;
  }
  expect([...restLines, ...restEntries]).toEqual([]);
  return groups;
}
