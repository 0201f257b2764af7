import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { createMomentWriter } from "../statements/moment-text.ts";
import { sumByRanges } from "../statements/sum-by-ranges.ts";
import { sqlText } from "../statements/sql-text.ts";
import type { billLines } from "../tables/index.ts";

export type BillLineRow = typeof billLines.$inferSelect;

const insertInto =
  "INSERT INTO bill_lines (bill_id, out_no, line_no, kind, channel_no, out_trade_no, amount, fee, status, " +
  "occurred_at) VALUES ";

/** So many rows are put together at a time, so that their parts are gone before the collector copies them. */
const rowsInPiece = 100;

/** Rows as a part of a statement's text, in which a bill's million lines wait with less than as objects. */
export function wordBillLines(rows: readonly BillLineRow[]): string {
  const wordRow = createRowWriter();
  const pieces: string[] = [];
  for (let start = 0; start < rows.length; start += rowsInPiece) {
    pieces.push(
      rows
        .slice(start, start + rowsInPiece)
        .map(wordRow)
        .join(","),
    );
  }
  return pieces.join(",");
}

/** @param worded several thousand rows, at least one, as `wordBillLines` gives them */
export async function insertBillLines(connection: Connection, worded: readonly string[]): Promise<void> {
  // Without values, and not with none of them: the driver would look for their places in all of the text.
  await clientOf(connection).query(insertInto + worded.join(","), null);
}

function createRowWriter(): (row: BillLineRow) => string {
  const wordMoment = createMomentWriter();
  return (row) => {
    const names = `${sqlText(row.billId)},${sqlText(row.outNo)},${row.lineNo},${sqlText(row.kind)}`;
    const numbers = `${sqlText(row.channelNo)},${sqlText(row.outTradeNo)},${row.amount},${row.fee}`;
    return `(${names},${numbers},${sqlText(row.status)},'${wordMoment(row.occurredAt)}')`;
  };
}

/** @returns how many there were, up to `atMost` */
export async function deleteBillLines(
  connection: Connection,
  billId: string,
  atMost: number,
): Promise<number> {
  const [result] = await clientOf(connection).query<ResultSetHeader>(
    "DELETE FROM bill_lines WHERE bill_id = ? ORDER BY out_no, line_no LIMIT ?",
    [billId, atMost],
  );
  return result.affectedRows;
}

/** What is there of a bill; `amount` in fen, over all kinds. @param onRange see `sumByRanges` */
export async function sumBillLines(
  connection: Connection,
  billId: string,
  onRange?: () => Promise<unknown>,
): Promise<{ readonly lines: number; readonly amount: number }> {
  const select = "COUNT(*) AS line_count, SUM(amount) AS amount, bill_id";
  const sum = { table: "bill_lines", where: "bill_id = ?", values: [billId], select, groupBy: "bill_id" };
  const rows = await sumByRanges(connection, sum, onRange);
  const total = (column: string) => rows.reduce((so, row) => so + Number(row[column]), 0);
  return { lines: total("line_count"), amount: total("amount") };
}
