import { createHash } from "node:crypto";
import {
  countAppDay,
  type Database,
  deleteStatement,
  findStatement,
  type StatementKey,
  type StatementRow,
} from "@compose-pay/database";
import { statementText } from "./statement-text.ts";
import { type StatementTotals, totalsOf } from "./statement-totals.ts";

export interface OpenStatement {
  /** Of the CSV's bytes, in hex. */
  readonly sha256: string;
  readonly totals: StatementTotals;
  /**
   * The CSV, read from the books while it is taken, page by page. Throws `StatementChanged` before its last piece when
   * it is not what was built.
   */
  readonly text: AsyncIterable<string>;
}

/** An entry of the day was booked while its statement was read. */
export class StatementChanged extends Error {}

/** @returns null before the day is reconciled and its statement built */
export async function openStatement(
  { database }: { readonly database: Database },
  key: StatementKey,
): Promise<OpenStatement | null> {
  const { connection } = database;
  const row = await findStatement(connection, key);
  if (row === null) return null;
  const totals = totalsOf(row);
  // A success that became known while the statement was built: it is built anew when the job comes by.
  if ((await countAppDay(connection, key)) !== totals.payments + totals.refunds) {
    await deleteStatement(connection, row);
    return null;
  }
  return { sha256: row.sha256, totals, text: verified(statementText(connection, key), row) };
}

/** Each piece is let go when the next is there, so that the last one goes out only if all of them are right. */
async function* verified(text: AsyncIterable<string>, { sha256, day }: StatementRow): AsyncGenerator<string> {
  const hash = createHash("sha256");
  let held: string | null = null;
  for await (const piece of text) {
    if (held !== null) yield held;
    hash.update(piece);
    held = piece;
  }
  if (hash.digest("hex") !== sha256) throw new StatementChanged(`the books of ${day} have changed meanwhile`);
  if (held !== null) yield held;
}
