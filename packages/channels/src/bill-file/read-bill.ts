import type { BillEncoding } from "./bill-encoding.ts";
import { BillUnreadable } from "./bill-unreadable.ts";
import { wholeLines } from "./whole-lines.ts";

/** What knows the form of a bill. It is given every line, in order, without its end. */
export interface BillParser<Line, Totals> {
  /**
   * @returns what the line tells, or null for a line that is none of the bill's own
   * @throws BillUnreadable
   */
  take(line: BillText): Line | null;
  /** @throws BillUnreadable for a bill that is not whole, or is not what it says of itself */
  end(): Totals;
}

/** A line where it lies among others. One object serves all lines, so that none costs an allocation. */
export interface BillText {
  bytes: Buffer;
  start: number;
  end: number;
  /** From 1. */
  lineNo: number;
}

/**
 * A batch has so many lines, or the more that came with the same piece of the file. Of larger ones the collector copies
 * most, because they are still in use when it comes by.
 */
const batchLines = 500;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Reads a bill in batches. Its totals come only after it was found whole; whoever takes the batches books
 * all of them or none.
 *
 * @throws BillUnreadable, and whatever the chunks throw
 */
export async function* readBill<Line, Totals>(
  chunks: AsyncIterable<Uint8Array>,
  encoding: BillEncoding,
  parser: BillParser<Line, Totals>,
): AsyncGenerator<readonly Line[], Totals, void> {
  const line: BillText = { bytes: Buffer.alloc(0), start: 0, end: 0, lineNo: 0 };
  let batch: Line[] = [];
  for await (const block of wholeLines(chunks)) {
    if (!encoding.isValid(block)) throw wrongEncoding(block, line.lineNo, encoding);
    takeLines(block, line, (text) => {
      const read = parser.take(text);
      if (read !== null) batch.push(read);
    });
    if (batch.length < batchLines) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
  return parser.end();
}

function takeLines(block: Buffer, line: BillText, take: (line: BillText) => void): void {
  line.bytes = block;
  let from = 0;
  while (from < block.length) {
    const found = block.indexOf(lineFeed, from);
    const end = found === -1 ? block.length : found;
    line.lineNo += 1;
    line.start = from;
    line.end = end > from && block[end - 1] === carriageReturn ? end - 1 : end;
    take(line);
    from = end + 1;
  }
}

function wrongEncoding(block: Buffer, linesBefore: number, encoding: BillEncoding): BillUnreadable {
  const wrong: number[] = [];
  takeLines(block, { bytes: block, start: 0, end: 0, lineNo: linesBefore }, (line) => {
    if (!encoding.isValid(block.subarray(line.start, line.end))) wrong.push(line.lineNo);
  });
  return new BillUnreadable("encoding_wrong", wrong[0] ?? null, `bytes that are no ${encoding.name}`);
}
