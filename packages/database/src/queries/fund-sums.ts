import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";

/** What a fund-flow bill moved for one kind of business. */
export interface FundSum {
  /** The channel's word for it. */
  readonly business: string;
  readonly direction: "income" | "expense";
  /** In fen. */
  readonly amount: number;
}

/** Reads all lines of the bill. */
export async function sumFundFlow(connection: Connection, billId: string): Promise<readonly FundSum[]> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    "SELECT status, kind, SUM(amount) AS amount FROM bill_lines WHERE bill_id = ? GROUP BY status, kind",
    [billId],
  );
  return rows.map((row) => ({
    business: String(row["status"]),
    direction: row["kind"] === "income" ? "income" : "expense",
    amount: Number(row["amount"]),
  }));
}

/** Refunds that came to nothing are few: of more of them a bill is not put right by these sums. */
const mostFailed = 10_000;

/**
 * What of a trade bill's refunds has failed and did not move on the account either, in fen. A failed one whose money the
 * channel holds has moved. Reads all lines of both bills.
 */
export async function sumUnmovedRefunds(
  connection: Connection,
  { tradeBillId, fundBillId }: { readonly tradeBillId: string; readonly fundBillId: string },
): Promise<number> {
  const client = clientOf(connection);
  const [failed] = await client.query<RowDataPacket[]>(
    "SELECT channel_no, amount FROM bill_lines WHERE bill_id = ? AND kind = 'refund' AND status = 'failed' LIMIT ?",
    [tradeBillId, mostFailed],
  );
  if (failed.length === 0) return 0;
  const numbers = failed.map((row) => String(row["channel_no"]));
  const [moved] = await client.query<RowDataPacket[]>(
    "SELECT DISTINCT channel_no FROM bill_lines WHERE bill_id = ? AND kind = 'expense' AND channel_no IN (?)",
    [fundBillId, numbers],
  );
  const hasMoved = new Set(moved.map((row) => String(row["channel_no"])));
  return failed
    .filter((row) => !hasMoved.has(String(row["channel_no"])))
    .reduce((sum, row) => sum + Number(row["amount"]), 0);
}
