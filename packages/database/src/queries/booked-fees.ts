import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { and, eq, sql } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { updateRow } from "../statements/update-row.ts";
import { bookEntries } from "../tables/index.ts";

const selectForUpdate = prepareSelect((builder) =>
  builder
    .select()
    .from(bookEntries, { forceIndex: "PRIMARY" })
    .where(
      and(
        eq(bookEntries.channelAccountId, sql.placeholder("channelAccountId")),
        eq(bookEntries.day, sql.placeholder("day")),
        eq(bookEntries.outNo, sql.placeholder("outNo")),
      ),
    )
    .for("update"),
);

const update = updateRow(bookEntries);

/**
 * Writes another fee into the books, in fen: the one thing in them that can be corrected. The statement of that app and
 * day does not hold any more and is built again.
 *
 * @returns the fee that stood there, or null where there is no such entry
 */
export async function setBookedFee(
  transaction: Connection,
  key: { readonly channelAccountId: string; readonly day: string; readonly outNo: string },
  fee: number,
): Promise<number | null> {
  const [entry] = await selectForUpdate(transaction, key);
  if (entry === undefined) return null;
  await update(transaction, key, { fee });
  await clientOf(transaction).query<ResultSetHeader>(
    "DELETE FROM statements WHERE app_id = ? AND live = ? AND day = ?",
    [entry.appId, entry.live, entry.day],
  );
  return entry.fee;
}
