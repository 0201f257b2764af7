import type { Connection } from "../connection.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { bookEntries } from "../tables/index.ts";

export type BookEntryRow = typeof bookEntries.$inferSelect;

const insertIntoBooks = insertRows(bookEntries);

/** For the transaction that makes these successes. What is booked already is a duplicate, and a bug. */
export async function insertBookEntries(
  transaction: Connection,
  rows: readonly BookEntryRow[],
): Promise<void> {
  await insertIntoBooks(transaction, rows);
}
