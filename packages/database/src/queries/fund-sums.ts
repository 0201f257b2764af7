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

function ofBill(billId: string): RangedSum {
  const sums = { select: "kind, status, SUM(amount) AS amount", groupBy: "kind, status" };
  return { table: "bill_lines", where: "bill_id = ?", values: [billId], ...sums };
}
