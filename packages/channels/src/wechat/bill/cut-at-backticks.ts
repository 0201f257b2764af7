import type { Cut } from "../../bill-file/bill-row.ts";

export const backtick = 0x60;
const comma = 0x2c;

/**
 * Cuts a row of WeChat Pay's bills: every field begins with a backtick, and the next one with a comma before
 * its backtick, so that a comma or a quote inside of a field cuts nothing.
 */
export const cutAtBackticks: Cut = ({ bytes, start, end }, row) => {
  const { starts, ends } = row;
  const places = starts.length;
  let count = 0;
  let from = start + 1;
  for (let at = from; at < end; at += 1) {
    if (bytes[at] !== backtick || bytes[at - 1] !== comma) continue;
    if (count < places) {
      starts[count] = from;
      ends[count] = at - 1;
    }
    count += 1;
    from = at + 1;
  }
  if (count < places) {
    starts[count] = from;
    ends[count] = end;
  }
  row.count = count + 1;
};
