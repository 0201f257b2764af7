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
