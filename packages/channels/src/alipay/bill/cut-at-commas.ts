import type { BillRow, Cut } from "../../bill-file/bill-row.ts";
import type { BillText } from "../../bill-file/read-bill.ts";

const comma = 0x2c;
const quote = 0x22;
const tab = 0x09;
const space = 0x20;

/**
 * Cuts a row of comma-separated fields (RFC 4180), without the tabs that Alipay puts behind texts so that
 * spreadsheets leave them alone. A field in quotes may hold commas. Names of goods have quotes that mean
 * nothing, too: one that no other closes, or that would leave a wrong number of fields, is a part of the text.
 */
export const cutAtCommas: Cut = (line, row) => {
  cut(line, row, true);
  if (row.count !== row.names.length) cut(line, row, false);
};

function cut({ bytes, start, end }: BillText, row: BillRow, mayQuote: boolean): void {
  const places = row.starts.length;
  let count = 0;
  let from = start;
  for (;;) {
    while (from < end && isBlank(bytes[from])) from += 1;
    const closing = mayQuote && bytes[from] === quote ? closingQuote(bytes, from, end) : -1;
    const next = endOfField(bytes, closing === -1 ? from : closing, end);
    if (count < places) {
      row.starts[count] = closing === -1 ? from : from + 1;
      row.ends[count] = closing === -1 ? trimmed(bytes, from, next) : trimmed(bytes, from + 1, closing);
    }
    count += 1;
    if (next >= end) break;
    from = next + 1;
  }
  row.count = count;
}

function isBlank(byte: number | undefined): boolean {
  return byte === tab || byte === space;
}

function endOfField(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== comma) at += 1;
  return at;
}

function trimmed(bytes: Buffer, from: number, end: number): number {
  let last = end;
  while (last > from && isBlank(bytes[last - 1])) last -= 1;
  return last;
}

/** Where the quote is that closes the one at `from`; two in a row are one of the text. -1 if none does. */
function closingQuote(bytes: Buffer, from: number, end: number): number {
  for (let at = from + 1; at < end; at += 1) {
    if (bytes[at] !== quote) continue;
    if (bytes[at + 1] === quote && at + 1 < end) {
      at += 1;
      continue;
    }
    let behind = at + 1;
    while (behind < end && isBlank(bytes[behind])) behind += 1;
    if (behind === end || bytes[behind] === comma) return at;
  }
  return -1;
}
