import { utf8 } from "../../bill-file/bill-encoding.ts";
import { type BillHeader, headerOf } from "../../bill-file/bill-header.ts";
import { type BillRow, cutRow, rowOf } from "../../bill-file/bill-row.ts";
import { holdCount, holdSum } from "../../bill-file/bill-sums.ts";
import { BillUnreadable } from "../../bill-file/bill-unreadable.ts";
import type { BillParser, BillText } from "../../bill-file/read-bill.ts";
import { backtick, cutAtBackticks } from "./cut-at-backticks.ts";

/** One kind of bill: what its rows tell, and what its summary must say of them. */
export interface WechatBillKind<Line, Totals> {
  /** Finds the columns, and gives what reads a row. @throws BillUnreadable */
  open(header: BillHeader): (row: BillRow) => Line | null;
  /** Of all rows, by the names in the summary; sums in units of 0.00001 yuan. */
  counted(): {
    readonly counts: Readonly<Record<string, number>>;
    readonly sums: Readonly<Record<string, number>>;
  };
  totals(): Totals;
}

type Place<Line> =
  | { readonly at: "header" }
  | { readonly at: "rows"; readonly row: BillRow; readonly read: (row: BillRow) => Line | null }
  | { readonly at: "summary"; readonly header: BillHeader }
  | { readonly at: "end" };

/**
 * WeChat Pay APIv3, the files of 交易账单 and 资金账单: a header, rows of fields that begin with a backtick, a
 * header of the summary, and the summary. Names are plain, values have backticks.
 */
export function createWechatBillParser<Line, Totals>(
  kind: WechatBillKind<Line, Totals>,
): BillParser<Line, Totals> {
  let place: Place<Line> = { at: "header" };
  return {
    take: (line) => {
      switch (place.at) {
        case "rows": {
          if (line.bytes[line.start] === backtick) {
            cutRow(line, place.row, cutAtBackticks);
            return place.read(place.row);
          }
          place = { at: "summary", header: headerOf(textOf(line), line.lineNo) };
          return null;
        }
        case "header": {
          const header = firstHeader(line);
          place = { at: "rows", row: rowOf(header.names, utf8), read: kind.open(header) };
          return null;
        }
        case "summary":
          holdSummary(line, place.header, kind);
          place = { at: "end" };
          return null;
        case "end":
          if (line.end === line.start) return null;
          throw new BillUnreadable("text_after_end", line.lineNo, "after the summary");
      }
    },
    end: () => {
      if (place.at === "header") throw new BillUnreadable("header_missing", null, "the file is empty");
      if (place.at !== "end") throw new BillUnreadable("summary_missing", null, "the file ends before it");
      return kind.totals();
    },
  };
}

/** A file of another kind, such as the JSON of an error, has a first line too. */
function firstHeader(line: BillText): BillHeader {
  const header = headerOf(textOf(line), line.lineNo);
  if (header.names.length < 2) throw new BillUnreadable("header_missing", line.lineNo, "no names of columns");
  return header;
}

function holdSummary<Line, Totals>(
  line: BillText,
  header: BillHeader,
  kind: WechatBillKind<Line, Totals>,
): void {
  const row = rowOf(header.names, utf8);
  if (line.bytes[line.start] !== backtick)
    throw new BillUnreadable("summary_missing", line.lineNo, "no values under its names");
  cutRow(line, row, cutAtBackticks);
  const told = (name: string) => {
    const column = header.at(name);
    const text = row.bytes.toString("utf8", row.starts[column], row.ends[column]);
    return { name, text, lineNo: line.lineNo };
  };
  const { counts, sums } = kind.counted();
  for (const [name, count] of Object.entries(counts)) holdCount(told(name), count);
  for (const [name, sum] of Object.entries(sums)) holdSum(told(name), sum);
}

const byteOrderMark = "\uFEFF";

function textOf({ bytes, start, end }: BillText): string {
  const text = bytes.toString("utf8", start, end);
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}
