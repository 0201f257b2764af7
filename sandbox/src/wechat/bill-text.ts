import type { BillSpoil } from "../bills/bill-spoil.ts";
import type { BillText } from "../bills/bill-text.ts";
import { writeBillText } from "../bills/bill-text.ts";

/** UTF-8 behind a byte order mark, as all of WeChat Pay's bills are. */
export function writeBill(text: BillText, spoil: BillSpoil | null): Iterable<Buffer> {
  return writeBillText(text, {
    encode: (piece) => Buffer.from(piece),
    mark: "\uFEFF",
    cell: (cell) => `,\`${cell}`,
    spoil,
  });
}
