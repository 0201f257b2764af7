import { dayOfChina } from "@compose-pay/domain";
import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { bookEntries } from "../tables/index.ts";

export type BookEntryRow = typeof bookEntries.$inferSelect;

const insertIntoBooks = insertRows(bookEntries);

/**
 * For the transaction that makes these successes. What is booked already is a duplicate, and a bug. The statement of
 * a day that gets an entry after its end does not hold any more.
 */
export async function insertBookEntries(
  transaction: Connection,
  rows: readonly BookEntryRow[],
): Promise<void> {
  await insertIntoBooks(transaction, rows);
  await dropStatements(transaction, rows);
}

const insertUnlessThere = insertRows(bookEntries, "`kind` = VALUES(`kind`)");

/** The same for successes that somebody else may be booking at the same moment, in the same words. */
export async function insertMissingEntries(
  transaction: Connection,
  rows: readonly BookEntryRow[],
): Promise<void> {
  await insertUnlessThere(transaction, rows);
  await dropStatements(transaction, rows);
}

async function dropStatements(transaction: Connection, rows: readonly BookEntryRow[]): Promise<void> {
  const late = rows.filter(({ day, bookedAt }) => day < dayOfChina(bookedAt));
  const keys = new Map(late.map((row) => [`${row.appId} ${row.live} ${row.day}`, row]));
  for (const { appId, live, day } of keys.values()) {
    await clientOf(transaction).query<ResultSetHeader>(
      "DELETE FROM statements WHERE app_id = ? AND live = ? AND day = ?",
      [appId, live, day],
    );
  }
}
