import type { RowDataPacket } from "mysql2";
import type { BillLineStatus, BookedKind } from "@compose-pay/domain";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { readMoment } from "../statements/moment-text.ts";

/** What matching needs of a line; the rest of it is read where it is evidence. */
export interface LineToMatch {
  readonly lineNo: number;
  readonly kind: BookedKind;
  readonly outNo: string;
  readonly outTradeNo: string;
  readonly amount: number;
  readonly fee: number;
  readonly status: BillLineStatus;
}

/** What matching needs of an entry of our books. */
export interface EntryToMatch {
  readonly outNo: string;
  readonly kind: BookedKind;
  readonly amount: number;
  readonly fee: number;
}

const selectLines =
  "SELECT line_no, kind, out_no, COALESCE(out_trade_no, out_no), amount, fee, status FROM bill_lines " +
  "WHERE bill_id = ? AND (out_no > ? OR (out_no = ? AND line_no > ?)) ORDER BY out_no, line_no LIMIT ?";

/**
 * The next lines of a bill in the order of their numbers. Bills have millions of lines, so rows are read without drizzle.
 *
 * @param after the line before the page; `lineNo` infinite to pass over a whole number
 */
export async function pageOfLines(
  connection: Connection,
  billId: string,
  {
    after,
    limit,
  }: { readonly after: { readonly outNo: string; readonly lineNo: number }; readonly limit: number },
): Promise<readonly LineToMatch[]> {
  const lineNo = Math.min(after.lineNo, 2_147_483_647);
  const [rows] = await clientOf(connection).query<RowDataPacket[][]>(
    { sql: selectLines, rowsAsArray: true },
    [billId, after.outNo, after.outNo, lineNo, limit],
  );
  // because these are the columns of the statement above
  return (rows as unknown as readonly LineTuple[]).map(
    ([no, kind, outNo, outTradeNo, amount, fee, status]) => ({
      lineNo: no,
      kind,
      outNo,
      outTradeNo,
      amount,
      fee,
      status,
    }),
  );
}

type LineTuple = readonly [number, BookedKind, string, string, number, number, BillLineStatus];

const selectEntries =
  "SELECT out_no, kind, amount, fee FROM book_entries " +
  "WHERE channel_account_id = ? AND day = ? AND out_no > ? ORDER BY out_no LIMIT ?";

/** The next entries of an account's day in the order of their numbers. */
export async function pageOfEntries(
  connection: Connection,
  books: { readonly channelAccountId: string; readonly day: string },
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly EntryToMatch[]> {
  const [rows] = await clientOf(connection).query<RowDataPacket[][]>(
    { sql: selectEntries, rowsAsArray: true },
    [books.channelAccountId, books.day, after, limit],
  );
  // because these are the columns of the statement above
  return (rows as unknown as readonly EntryTuple[]).map(([outNo, kind, amount, fee]) => ({
    outNo,
    kind,
    amount,
    fee,
  }));
}

type EntryTuple = readonly [string, BookedKind, number, number];

/** A line as it is evidence. */
export interface FullLine extends LineToMatch {
  readonly billId: string;
  readonly day: string;
  readonly channelNo: string;
  readonly occurredAt: Date;
}

const selectFullLines =
  "SELECT b.id AS billId, b.day, l.line_no AS lineNo, l.kind, l.out_no AS outNo, " +
  "COALESCE(l.out_trade_no, l.out_no) AS outTradeNo, l.channel_no AS channelNo, l.amount, l.fee, l.status, " +
  "l.occurred_at AS occurredAt FROM bills AS b STRAIGHT_JOIN bill_lines AS l ON l.bill_id = b.id ";

/** Every line that a bill has of these numbers. */
export async function findLines(
  connection: Connection,
  billId: string,
  outNos: readonly string[],
): Promise<readonly FullLine[]> {
  if (outNos.length === 0) return [];
  return readFullLines(connection, `${selectFullLines}WHERE b.id = ? AND l.out_no IN (?)`, [billId, outNos]);
}

/** The same in the newest loaded trade bills of other days. */
export async function findLinesOfDays(
  connection: Connection,
  { channelAccountId, days }: { readonly channelAccountId: string; readonly days: readonly string[] },
  outNos: readonly string[],
): Promise<readonly FullLine[]> {
  if (outNos.length === 0 || days.length === 0) return [];
  const newest =
    "(SELECT MAX(n.version) FROM bills AS n WHERE n.channel_account_id = b.channel_account_id " +
    "AND n.day = b.day AND n.type = 'trade' AND n.state = 'loaded')";
  return readFullLines(
    connection,
    `${selectFullLines}WHERE b.channel_account_id = ? AND b.day IN (?) AND b.type = 'trade' ` +
      `AND b.state = 'loaded' AND b.version = ${newest} AND l.out_no IN (?)`,
    [channelAccountId, days, outNos],
  );
}

async function readFullLines(
  connection: Connection,
  statement: string,
  values: readonly unknown[],
): Promise<readonly FullLine[]> {
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(statement, [...values]);
  // because the statement names the members; moments come as text
  return (rows as unknown as readonly (Omit<FullLine, "occurredAt"> & { readonly occurredAt: string })[]).map(
    (row) => ({ ...row, occurredAt: readMoment(row.occurredAt) }),
  );
}
