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

/** What a trade bill says was paid and given back. Amounts in fen. */
export interface TradeSums {
  readonly paid: number;
  /** Succeeded, under way or revoked. */
  readonly refunded: number;
  /** Refunds that failed: the account may have moved by them all the same. */
  readonly failedRefunds: number;
}

/** Reads all lines of the bill. */
export async function sumTradeBill(connection: Connection, billId: string): Promise<TradeSums> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    "SELECT kind, status, SUM(amount) AS amount FROM bill_lines WHERE bill_id = ? GROUP BY kind, status",
    [billId],
  );
  const sum = (of: (row: RowDataPacket) => boolean): number =>
    rows.filter(of).reduce((total, row) => total + Number(row["amount"]), 0);
  const isBack = (row: RowDataPacket): boolean => row["kind"] === "refund" || row["status"] === "revoked";
  return {
    paid: sum((row) => !isBack(row)),
    refunded: sum((row) => isBack(row) && row["status"] !== "failed"),
    failedRefunds: sum((row) => isBack(row) && row["status"] === "failed"),
  };
}
