import {
  type Connection,
  type EntryToMatch,
  type LineToMatch,
  pageOfEntries,
  pageOfLines,
} from "@compose-pay/database";
import { mergeByNumber, type NumberGroup } from "@compose-pay/domain";
import type { MatchingRun } from "./matching-run.ts";
import { RunFault } from "./run-work.ts";

export type Group = NumberGroup<LineToMatch, EntryToMatch>;

/** Rows of one side that are read at a time: of larger pages the collector copies most, while they are in use. */
const pageSize = 2_000;
/** Of one number a bill has one line, or a few: a file with more of them is no bill. */
const mostLinesOfANumber = 20_000;

/**
 * Goes through a bill and our books of its day side by side, in the order of their numbers, from behind the run's
 * cursor on. The next pages are read while these are worked on; memory does not grow with the bill.
 *
 * @throws RunFault when a number has lines without end
 */
export async function* readGroups(
  connection: Connection,
  run: MatchingRun,
): AsyncGenerator<readonly Group[]> {
  const sides = openSides(connection, run);
  let lines: readonly LineToMatch[] = [];
  let entries: readonly EntryToMatch[] = [];
  let reading = sides.next(lines.length, entries.length);
  for (;;) {
    const read = await reading;
    lines = lines.concat(read.lines);
    entries = entries.concat(read.entries);
    const over = sides.over();
    const merged = mergeByNumber({ lines, entries, ...over });
    lines = merged.restLines;
    entries = merged.restEntries;
    if (lines.length > mostLinesOfANumber)
      throw new RunFault(`the bill has ${lines.length} lines of one number`);
    const isLast = over.areLinesOver && over.areEntriesOver;
    if (!isLast) {
      reading = sides.next(lines.length, entries.length);
      // Whoever stops in between leaves this one unread.
      reading.catch(() => undefined);
    }
    if (merged.groups.length > 0) yield merged.groups;
    if (isLast) return;
  }
}

interface Pages {
  readonly lines: readonly LineToMatch[];
  readonly entries: readonly EntryToMatch[];
}

/** Reads on in whichever side has less than a page left. */
function openSides(connection: Connection, run: MatchingRun) {
  // Behind the whole number, and from the very first line where nothing is done yet.
  let afterLine = { outNo: run.cursor, lineNo: run.cursor === "" ? 0 : Infinity };
  let afterEntry = run.cursor;
  let areLinesOver = false;
  let areEntriesOver = false;

  async function nextLines(): Promise<readonly LineToMatch[]> {
    const page = await pageOfLines(connection, run.billId, { after: afterLine, limit: pageSize });
    areLinesOver = page.length < pageSize;
    afterLine = page.at(-1) ?? afterLine;
    return page;
  }

  async function nextEntries(): Promise<readonly EntryToMatch[]> {
    const page = await pageOfEntries(connection, run, { after: afterEntry, limit: pageSize });
    areEntriesOver = page.length < pageSize;
    afterEntry = page.at(-1)?.outNo ?? afterEntry;
    return page;
  }

  return {
    over: () => ({ areLinesOver, areEntriesOver }),
    next: async (linesLeft: number, entriesLeft: number): Promise<Pages> => {
      const isShort = linesLeft <= entriesLeft;
      const [lines, entries] = await Promise.all([
        !areLinesOver && (linesLeft < pageSize || isShort) ? nextLines() : [],
        !areEntriesOver && (entriesLeft < pageSize || !isShort) ? nextEntries() : [],
      ]);
      return { lines, entries };
    },
  };
}
