import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { clientOf } from "../sessions.ts";

/** Rows that one statement sums up: a second's work, so that no connection falls silent over millions of rows. */
const rowsInRange = 100_000;

export interface RangedSum {
  /** A table whose key goes on with `out_no` behind what `where` names, such as `bill_lines`. */
  readonly table: string;
  readonly where: string;
  readonly values: readonly (string | boolean)[];
  /** Groups, and sums of them: the rows of each range have to be added up. */
  readonly select: string;
  readonly groupBy: string;
}

/**
 * Sums rows up, range by range of their numbers.
 *
 * @param onRange called between ranges, for who holds something meanwhile
 * @returns a row for each group and range
 */
export async function sumByRanges(
  connection: Connection,
  sum: RangedSum,
  onRange: () => Promise<unknown> = nothing,
): Promise<readonly RowDataPacket[]> {
  const from = `FROM ${sum.table} FORCE INDEX (PRIMARY) WHERE ${sum.where} AND out_no > ?`;
  const client = clientOf(connection);
  const rows: RowDataPacket[] = [];
  let after = "";
  for (;;) {
    const [[last]] = await client.query<RowDataPacket[]>(
      `SELECT out_no FROM (SELECT out_no ${from} ORDER BY out_no LIMIT ?) AS part ORDER BY out_no DESC LIMIT 1`,
      [...sum.values, after, rowsInRange],
    );
    if (last === undefined) return rows;
    const upTo = String(last["out_no"]);
    const [part] = await client.query<RowDataPacket[]>(
      `SELECT ${sum.select} ${from} AND out_no <= ? GROUP BY ${sum.groupBy}`,
      [...sum.values, after, upTo],
    );
    rows.push(...part);
    after = upTo;
    await onRange();
  }
}

const nothing = (): Promise<void> => Promise.resolve();
