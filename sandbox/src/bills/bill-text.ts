import type { BillSpoil } from "./bill-spoil.ts";

const chunkCharacters = 32 * 1024;

/** A bill as lines of text without their ends. */
export type BillText = {
  /** What comes before the lines of the bill; the last one names the columns. */
  readonly head: readonly string[];
  readonly rows: Iterable<string>;
  /** What comes after them; asked for once all of them were read, so it can hold their sums. */
  foot(): readonly string[];
};

export type Writing = {
  readonly encode: (text: string) => Buffer;
  /** Stands before everything. */
  readonly mark: string;
  /** How one more cell is added to a line of the bill. */
  readonly cell: (text: string) => string;
  readonly spoil: BillSpoil | null;
};

/** The bytes of a bill, piece by piece, every line ended by CRLF; spoilt in the given way. */
export function* writeBillText(text: BillText, { encode, mark, cell, spoil }: Writing): Generator<Buffer> {
  if (spoil === "empty") return;
  const end = spoil === "lf" ? "\n" : "\r\n";
  const rest = spoil === "unknown_column" ? ([",未知列", cell("?")] as const) : (["", ""] as const);
  let pending = spoil === "no_bom" ? "" : mark;
  pending += text.head.join(end) + rest[0] + end;
  let isFirst = true;
  let last = "";
  for (const row of text.rows) {
    if (isFirst && spoil === "bad_gbk") {
      yield Buffer.concat([encode(pending + row.slice(0, 5)), noText]);
      pending = row.slice(5) + end;
    } else {
      pending += row + rest[1] + end;
    }
    isFirst = false;
    last = row;
    if (pending.length < chunkCharacters) continue;
    yield encode(pending);
    pending = "";
  }
  if (spoil === "truncated") {
    yield encode(pending.slice(0, -Math.ceil(last.length / 2)));
    return;
  }
  yield encode(
    pending +
      text
        .foot()
        .map((line) => line + end)
        .join(""),
  );
}

/** A byte that no UTF-8 and no GBK text has. */
const noText = Buffer.from([0xff]);
