import type { RowDataPacket } from "mysql2";
import type { BillLineStatus, BookedKind } from "@compose-pay/domain";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { inLists } from "../statements/in-lists.ts";
import { readMoment } from "../statements/moment-text.ts";
import { channelSource } from "./bills.ts";

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
  "SELECT line_no, kind, out_no, out_trade_no, amount, fee, status FROM bill_lines FORCE INDEX (PRIMARY) " +
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
      outTradeNo: outTradeNo ?? outNo,
      amount,
      fee,
      status,
    }),
  );
}

type LineTuple = readonly [number, BookedKind, string, string | null, number, number, BillLineStatus];

const selectEntries =
  "SELECT out_no, kind, amount, fee FROM book_entries FORCE INDEX (PRIMARY) " +
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
  readonly channelNo: string;
  readonly occurredAt: Date;
}

const selectFullLines =
  "SELECT bill_id AS billId, line_no AS lineNo, kind, out_no AS outNo, COALESCE(out_trade_no, out_no) AS outTradeNo, " +
  "channel_no AS channelNo, amount, fee, status, occurred_at AS occurredAt FROM bill_lines FORCE INDEX (PRIMARY) " +
  "WHERE bill_id IN (?) AND out_no IN (?)";

/** Every line that these bills have of these numbers. */
export async function findLines(
  connection: Connection,
  billIds: readonly string[],
  outNos: readonly string[],
): Promise<readonly FullLine[]> {
  if (billIds.length === 0) return [];
  const found: FullLine[] = [];
  for (const some of inLists(outNos, billIds.length)) {
    const [rows] = await clientOf(connection).query<RowDataPacket[]>(selectFullLines, [billIds, some]);
    // because the statement names the members; moments come as text
    const read = rows as unknown as readonly (Omit<FullLine, "occurredAt"> & {
      readonly occurredAt: string;
    })[];
    found.push(...read.map((row) => ({ ...row, occurredAt: readMoment(row.occurredAt) })));
  }
  return found;
}

/** The loaded trade bill that counts of each of these days of an account: the channel's newest, else the newest. */
export async function findTradeBills(
  connection: Connection,
  { channelAccountId, days }: { readonly channelAccountId: string; readonly days: readonly string[] },
): Promise<readonly string[]> {
  if (days.length === 0) return [];
  const [rows] = await clientOf(connection).query<RowDataPacket[]>(
    "SELECT day, id FROM bills WHERE channel_account_id = ? AND day IN (?) AND type = 'trade' " +
      "AND state = 'loaded' ORDER BY source = ? OR confirmed_at IS NOT NULL, version",
    [channelAccountId, days, channelSource],
  );
  return [...new Map(rows.map((row) => [String(row["day"]), String(row["id"])])).values()];
}
