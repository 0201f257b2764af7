import type { ResultSetHeader, RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { momentText } from "../statements/moment-text.ts";
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

/** What is there of a bill; `amount` in fen, over all kinds. */
export async function sumBillLines(
  connection: Connection,
  billId: string,
): Promise<{ readonly lines: number; readonly amount: number }> {
  const [[sum]] = await clientOf(connection).query<RowDataPacket[]>(
    "SELECT COUNT(*) AS line_count, COALESCE(SUM(amount), 0) AS amount FROM bill_lines WHERE bill_id = ?",
    [billId],
  );
  return { lines: Number(sum?.["line_count"]), amount: Number(sum?.["amount"]) };
}
