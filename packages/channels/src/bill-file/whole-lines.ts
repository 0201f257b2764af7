import { BillUnreadable } from "./bill-unreadable.ts";

/** No honest line comes near it; without a bound, a file of one line would be held in memory. */
const longestLineBytes = 65_536;
const lineFeed = 0x0a;

/**
 * Cuts a stream at line feeds: each block ends with one, but for the last. In UTF-8 as in GB18030 the byte
 * of a line feed is never a part of another character, so that no character is cut.
 */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const end = bytes.lastIndexOf(lineFeed) + 1;
    if (end === 0) {
      rest = Buffer.concat([rest, bytes]);
    } else {
      // The line that was cut alone, so that the others need not be copied.
      const begin = rest.length === 0 ? 0 : bytes.indexOf(lineFeed) + 1;
      if (begin > 0) yield Buffer.concat([rest, bytes.subarray(0, begin)]);
      if (begin < end) yield bytes.subarray(begin, end);
      // A copy, because whoever makes the chunks may use their memory again.
      rest = Buffer.from(bytes.subarray(end));
    }
    if (rest.length > longestLineBytes) throw new BillUnreadable("line_too_long", null, "without an end");
  }
  if (rest.length > 0) yield rest;
}
