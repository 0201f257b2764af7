import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { dailyAmounts } from "../tables/index.ts";

/** A part of what an app may take by a method on one day of China; `amount` in fen. */
export type DailyShare = typeof dailyAmounts.$inferSelect;

/**
 * Takes a part of the day's amount, or nothing when it would exceed the bound. One guarded UPDATE decides, so
 * that no number of takers at one instant exceeds it together; the row stays locked until the transaction ends.
 *
 * @param bound in fen, of all parts of that day
 */
export async function takeDailyAmount(
  transaction: Connection,
  share: DailyShare,
  bound: number,
): Promise<boolean> {
  if (await add(transaction, share, bound)) return true;
  await insertUnlessThere(transaction, [{ ...share, amount: 0 }]);
  return add(transaction, share, bound);
}

/** Gives a part back (a negative amount), or takes one that cannot be refused: money is there already. */
export async function changeDailyAmount(transaction: Connection, share: DailyShare): Promise<void> {
  await insertUnlessThere(transaction, [{ ...share, amount: 0 }]);
  await add(transaction, share, null);
}

const insertUnlessThere = insertRows(dailyAmounts, "amount = amount");

const addTo = "UPDATE daily_amounts SET amount = amount + ? WHERE app_id = ? AND method = ? AND day = ?";

async function add(
  transaction: Connection,
  { appId, method, day, amount }: DailyShare,
  bound: number | null,
): Promise<boolean> {
  const values = [amount, appId, method, day];
  const [result] = await clientOf(transaction).query<ResultSetHeader>(
    bound === null ? addTo : `${addTo} AND amount + ? <= ?`,
    bound === null ? values : [...values, amount, bound],
  );
  return result.affectedRows === 1;
}
