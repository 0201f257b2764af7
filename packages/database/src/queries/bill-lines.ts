import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { momentText } from "../statements/moment-text.ts";
import { sumByRanges } from "../statements/sum-by-ranges.ts";
import { sqlText } from "../statements/sql-text.ts";
import type { billLines } from "../tables/index.ts";

export type BillLineRow = typeof billLines.$inferSelect;

const insertInto =
  "INSERT INTO bill_lines (bill_id, out_no, line_no, kind, channel_no, out_trade_no, amount, fee, status, " +
  "occurred_at) VALUES ";

/** Several thousand at a time, as the text of one statement: a bill has a million lines. None for no rows. */
export async function insertBillLines(connection: Connection, rows: readonly BillLineRow[]): Promise<void> {
  if (rows.length > 0) await clientOf(connection).query(insertInto + rows.map(wordRow).join(","));
}

function wordRow(row: BillLineRow): string {
  const names = `${sqlText(row.billId)},${sqlText(row.outNo)},${row.lineNo},${sqlText(row.kind)}`;
  const numbers = `${sqlText(row.channelNo)},${sqlText(row.outTradeNo)},${row.amount},${row.fee}`;
  return `(${names},${numbers},${sqlText(row.status)},'${momentText(row.occurredAt)}')`;
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
