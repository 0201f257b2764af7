/**
 * A bill that must not be believed: nothing of it may be booked, not even the lines that were read before the
 * fault was seen. It stays the same however often it is read; only another download can be better.
 */
export class BillUnreadable extends Error {
  readonly reason: BillFault;
  /** Of the file, from 1; null where the fault is not in one line. */
  readonly lineNo: number | null;
  /** Names of columns and members, and sums; nothing that a customer or a merchant wrote. */
  readonly detail: string;

  constructor(reason: BillFault, lineNo: number | null, detail: string) {
    super(`the bill cannot be read: ${reason}${lineNo === null ? "" : ` in line ${lineNo}`}: ${detail}`);
    this.name = "BillUnreadable";
    this.reason = reason;
    this.lineNo = lineNo;
    this.detail = detail;
  }
}

/**
 * - `header_missing`, `column_missing`: it is no bill of this kind, or one of a form that is not known.
 * - `columns_differ`: a row has more or fewer fields than the header.
 * - `amount_malformed`, `time_malformed`, `number_malformed`, `word_unknown`: a field.
 * - `account_differs`: it is somebody else's.
 * - `summary_missing`, `text_after_end`: it ends too early, or not where it should.
 * - `count_differs`, `sum_differs`: its rows are not what its own summary says.
 * - `archive_…`, `member_…`, `checksum_wrong`, `too_large`: the ZIP that it comes in.
 */
export const billFaults = [
  "encoding_wrong",
  "line_too_long",
  "header_missing",
  "column_missing",
  "columns_differ",
  "amount_malformed",
  "time_malformed",
  "number_malformed",
  "word_unknown",
  "account_differs",
  "summary_missing",
  "text_after_end",
  "count_differs",
  "sum_differs",
  "archive_broken",
  "archive_refused",
  "member_missing",
  "member_twice",
  "checksum_wrong",
  "too_large",
] as const;
export type BillFault = (typeof billFaults)[number];
