import type { BookedKind } from "@compose-pay/domain";
import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { inLists } from "../statements/in-lists.ts";
import { readMoment } from "../statements/moment-text.ts";
import { bookEntries } from "../tables/index.ts";
import { and, eq, sql } from "../drizzle.ts";
import type { BookEntryRow } from "./book-entries.ts";

/** What a bill is held against. */
export type BookedLine = Pick<BookEntryRow, "outNo" | "kind" | "amount" | "fee" | "channelNo" | "occurredAt">;

/** As the server sends them; read without drizzle, since a day of an account can have millions. */
type Cells = readonly [string, BookedKind, number, number, string | null, string];

/**
 * The next entries of one account and day in the order of their numbers, as the table has them.
 *
 * @param page `after`: the last number of the page before, empty for the first page
 */
export async function readBookPage(
  connection: Connection,
  of: { readonly accountId: string; readonly day: string },
  page: { readonly after: string; readonly limit: number },
): Promise<BookedLine[]> {
  const [rows] = await clientOf(connection).query<RowDataPacket[][]>(
    {
      sql: `SELECT out_no, kind, amount, fee, channel_no, occurred_at FROM book_entries FORCE INDEX (PRIMARY)
        WHERE channel_account_id = ? AND day = ? AND out_no > ? ORDER BY out_no LIMIT ?`,
      rowsAsArray: true,
    },
    [of.accountId, of.day, page.after, page.limit],
  );
  // because these are the columns of the SELECT, in its order
  return (rows as unknown as readonly Cells[]).map(([outNo, kind, amount, fee, channelNo, occurredAt]) => ({
    outNo,
    kind,
    amount,
    fee,
    channelNo,
    occurredAt: readMoment(occurredAt),
  }));
}

const selectByNumbers = prepareSelect((builder) =>
  builder
    .select()
    .from(bookEntries, { forceIndex: "PRIMARY" })
    .where(
      and(
        eq(bookEntries.channelAccountId, sql.placeholder("accountId")),
        sql`${bookEntries.day} IN (${sql.placeholder("days")})`,
        sql`${bookEntries.outNo} IN (${sql.placeholder("outNos")})`,
      ),
    ),
);

/** The entries of these numbers of one account on one of these days, in no order. */
export async function findBookEntries(
  connection: Connection,
  accountId: string,
  { outNos, days }: { readonly outNos: readonly string[]; readonly days: readonly string[] },
): Promise<BookEntryRow[]> {
  if (days.length === 0) return [];
  const found: BookEntryRow[] = [];
  for (const some of inLists(outNos, days.length)) {
    found.push(...(await selectByNumbers(connection, { accountId, days, outNos: some })));
  }
  return found;
}

/** Under which of these days each of these numbers of the account is booked; the others are left out. */
export async function findBookedDays(
  connection: Connection,
  accountId: string,
  among: { readonly outNos: readonly string[]; readonly days: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const found = await findBookEntries(connection, accountId, among);
  return new Map(found.map(({ outNo, day }) => [outNo, day]));
}
