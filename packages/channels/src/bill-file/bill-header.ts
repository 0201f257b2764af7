import { BillUnreadable } from "./bill-unreadable.ts";

/** The names of a table's columns, in its order. */
export interface BillHeader {
  readonly names: readonly string[];
  /** @throws BillUnreadable when there is no such column */
  at(name: string): number;
  /** -1 where there is none. */
  find(name: string): number;
}

/** Columns are found by their names: channels add new ones at any place. */
export function headerOf(line: string, lineNo: number): BillHeader {
  const names = line.split(",").map((name) => plainName(name));
  const find = (name: string) => names.indexOf(plainName(name));
  return {
    names,
    find,
    at: (name) => {
      const index = find(name);
      if (index === -1) throw new BillUnreadable("column_missing", lineNo, name);
      return index;
    },
  };
}

/** Brackets are full-width in some of the files. */
function plainName(name: string): string {
  return name.trim().replaceAll("（", "(").replaceAll("）", ")");
}
