import type { BookedKind } from "@compose-pay/domain";
import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { sumByRanges } from "../statements/sum-by-ranges.ts";

/** Sums over entries of the books. Amounts are in fen. */
export interface BookTotals {
  readonly payments: number;
  readonly paymentAmount: number;
  readonly refunds: number;
  readonly refundAmount: number;
  /** Fees kept less fees given back. */
  readonly fees: number;
}

const sums = "kind, COUNT(*) AS entries, SUM(amount) AS amount, SUM(fee) AS fee";

/** Of one account and day; reads all its entries. @param onRange see `sumByRanges` */
export async function sumAccountDay(
  connection: Connection,
  { accountId, day }: { readonly accountId: string; readonly day: string },
  onRange?: () => Promise<unknown>,
): Promise<BookTotals> {
  const where = "channel_account_id = ? AND day = ?";
  const values = [accountId, day];
  const ranged = { table: "book_entries", where, values, select: sums, groupBy: "kind" };
  return totalsOf(await sumByRanges(connection, ranged, onRange));
}

/** Whose statement of which day. */
export interface StatementKey {
  readonly appId: string;
  readonly live: boolean;
  /** Of China, such as `2026-11-22`. */
  readonly day: string;
}

/** Of one app, mode and day; reads all its entries. */
export async function sumAppDay(
  connection: Connection,
  { appId, live, day }: StatementKey,
): Promise<BookTotals> {
  const where = "FORCE INDEX (book_entries_app_day) WHERE app_id = ? AND live = ? AND day = ?";
  return sum(connection, where, [appId, live, day]);
}

/** How many entries an app has of a day; reads the index alone. */
export async function countAppDay(
  connection: Connection,
  { appId, live, day }: StatementKey,
): Promise<number> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    `SELECT COUNT(*) AS entries FROM book_entries FORCE INDEX (book_entries_app_day)
     WHERE app_id = ? AND live = ? AND day = ?`,
    [appId, live, day],
  );
  return Number(rows[0]?.["entries"]);
}

async function sum(
  connection: Connection,
  where: string,
  values: readonly (string | boolean)[],
): Promise<BookTotals> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    `SELECT ${sums} FROM book_entries ${where} GROUP BY kind`,
    [...values],
  );
  return totalsOf(rows);
}

function totalsOf(rows: readonly RowDataPacket[]): BookTotals {
  const read = (kind: BookedKind, column: string) =>
    asserted(
      rows.filter((row) => row["kind"] === kind).reduce((total, row) => total + Number(row[column]), 0),
    );
  return {
    payments: read("payment", "entries"),
    paymentAmount: read("payment", "amount"),
    refunds: read("refund", "entries"),
    refundAmount: read("refund", "amount"),
    fees: asserted(read("payment", "fee") + read("refund", "fee")),
  };
}

function asserted(value: number): number {
  if (!Number.isSafeInteger(value)) throw new Error("a sum of the books is no safe integer");
  return value;
}
