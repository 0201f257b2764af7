import type { Connection } from "../connection.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { inLists } from "../statements/in-lists.ts";
import { bookEntries } from "../tables/index.ts";
import { and, eq, sql } from "../drizzle.ts";
import type { BookEntryRow } from "./book-entries.ts";

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
