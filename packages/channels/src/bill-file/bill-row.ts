import type { BillEncoding } from "./bill-encoding.ts";
import { unitsAt, wholeFen } from "./bill-number.ts";
import { chinaTimeAt } from "./bill-time.ts";
import { BillUnreadable, type BillFault } from "./bill-unreadable.ts";
import type { BillText } from "./read-bill.ts";

/** A line cut into fields. One object serves all rows of a table; what is read from it is a copy. */
export interface BillRow {
  bytes: Buffer;
  lineNo: number;
  /** How many fields there are. */
  count: number;
  /** Where each field begins and where it ends, in `bytes`. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly names: readonly string[];
  readonly encoding: BillEncoding;
}

/** Cuts a line into the fields of a row. Fields for which a row has no place are counted, not kept. */
export type Cut = (line: BillText, row: BillRow) => void;

export function rowOf(names: readonly string[], encoding: BillEncoding): BillRow {
  const places = names.length;
  const fields = { starts: new Int32Array(places), ends: new Int32Array(places) };
  return { bytes: Buffer.alloc(0), lineNo: 0, count: 0, ...fields, names, encoding };
}

/** @throws BillUnreadable when the line has another number of fields than the header */
export function cutRow(line: BillText, row: BillRow, cut: Cut): void {
  row.bytes = line.bytes;
  row.lineNo = line.lineNo;
  cut(line, row);
  if (row.count === row.names.length) return;
  throw new BillUnreadable("columns_differ", row.lineNo, `${row.count} fields, not ${row.names.length}`);
}

/** In units of 0.00001 yuan. */
export function unitsOf(row: BillRow, column: number): number {
  const units = unitsAt(row.bytes, row.starts[column] ?? 0, row.ends[column] ?? 0);
  if (Number.isNaN(units)) throw faultIn(row, column, "amount_malformed");
  return units;
}

/** Whole fen, of an amount that has no fraction of one and is not negative. */
export function fenOf(row: BillRow, column: number, units: number): number {
  const fen = wholeFen(units);
  // Not NaN, and not negative.
  if (!(fen >= 0)) throw faultIn(row, column, "amount_malformed");
  return fen;
}

export function timeOf(row: BillRow, column: number): Date {
  const time = chinaTimeAt(row.bytes, row.starts[column] ?? 0, row.ends[column] ?? 0);
  if (Number.isNaN(time)) throw faultIn(row, column, "time_malformed");
  return new Date(time);
}

/** What a channel calls a number: it may be empty, where somebody else's orders have none. */
export function numberOf(row: BillRow, column: number): string {
  const text = textOf(row, column);
  if (text.length > longestNumber || text.includes('"')) throw faultIn(row, column, "number_malformed");
  return text;
}

const longestNumber = 64;

/** The words that a column may hold, as the bytes they are, and what each of them means. */
export type BillWords<Word> = readonly (readonly [Buffer, Word])[];

/** @throws BillUnreadable for a word that is not among the known ones */
export function wordOf<Word>(row: BillRow, column: number, words: BillWords<Word>): Word {
  for (const [bytes, word] of words) {
    if (isField(row, column, bytes)) return word;
  }
  throw faultIn(row, column, "word_unknown");
}

export function textOf(row: BillRow, column: number): string {
  const start = row.starts[column] ?? 0;
  const end = row.ends[column] ?? 0;
  for (let at = start; at < end; at += 1) {
    if ((row.bytes[at] ?? 0) > 0x7e) return row.encoding.decode(row.bytes.subarray(start, end));
  }
  return row.bytes.toString("latin1", start, end);
}

/** Whether a field is these very bytes. */
export function isField(row: BillRow, column: number, expected: Buffer): boolean {
  const start = row.starts[column] ?? 0;
  const end = row.ends[column] ?? 0;
  if (end - start !== expected.length) return false;
  for (let at = 0; at < expected.length; at += 1) {
    if (row.bytes[start + at] !== expected[at]) return false;
  }
  return true;
}

export function faultIn(row: BillRow, column: number, reason: BillFault): BillUnreadable {
  return new BillUnreadable(reason, row.lineNo, row.names[column] ?? "");
}
