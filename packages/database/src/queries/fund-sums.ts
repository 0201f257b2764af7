import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { type RangedSum, sumByRanges } from "../statements/sum-by-ranges.ts";

/** What a fund-flow bill moved for one kind of business. */
export interface FundSum {
  /** The channel's word for it. */
  readonly business: string;
  readonly direction: "income" | "expense";
  /** In fen. */
  readonly amount: number;
}

/** Reads all lines of the bill; a kind of business may come several times. @param onRange see `sumByRanges` */
export async function sumFundFlow(
  connection: Connection,
  billId: string,
  onRange?: () => Promise<unknown>,
): Promise<readonly FundSum[]> {
  const rows = await sumByRanges(connection, ofBill(billId), onRange);
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

/** Reads all lines of the bill. @param onRange see `sumByRanges` */
export async function sumTradeBill(
  connection: Connection,
  billId: string,
  onRange?: () => Promise<unknown>,
): Promise<TradeSums> {
  const rows = await sumByRanges(connection, ofBill(billId), onRange);
  const sum = (of: (row: RowDataPacket) => boolean): number =>
    rows.filter(of).reduce((total, row) => total + Number(row["amount"]), 0);
  return {
    paid: sum((row) => !isBack(row)),
    refunded: sum((row) => isBack(row) && row["status"] !== "failed"),
    failedRefunds: sum((row) => isBack(row) && row["status"] === "failed"),
  };
}

function ofBill(billId: string): RangedSum {
  const sums = { select: "kind, status, SUM(amount) AS amount", groupBy: "kind, status" };
  return { table: "bill_lines", where: "bill_id = ?", values: [billId], ...sums };
}

function isBack(row: RowDataPacket): boolean {
  return row["kind"] === "refund" || row["status"] === "revoked";
}
