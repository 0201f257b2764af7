import { BillUnreadable } from "../src/bill-file/bill-unreadable.ts";

/** All lines of a bill, and its totals. */
export async function readAll<Line, Totals>(
  reading: AsyncGenerator<readonly Line[], Totals, void>,
): Promise<{ readonly lines: readonly Line[]; readonly totals: Totals }> {
  const lines: Line[] = [];
  for (;;) {
    const next = await reading.next();
    if (next.done === true) return { lines, totals: next.value };
    lines.push(...next.value);
  }
}

/** The fault that a bill cannot be read for. */
export async function faultOf(reading: AsyncGenerator<unknown, unknown, void>): Promise<BillUnreadable> {
  try {
    for (;;) {
      if ((await reading.next()).done === true) break;
    }
  } catch (error) {
    if (error instanceof BillUnreadable) return error;
    throw error;
  }
  throw new Error("the bill was read");
}

/** Bytes in pieces of one size. */
export async function* piecesOfSize(bytes: Buffer, size: number): AsyncGenerator<Buffer, void, void> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
