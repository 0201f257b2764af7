import { and, asc, eq, gt } from "../drizzle.ts";
import type { Connection } from "../connection.ts";
import { insertRows } from "../statements/insert-rows.ts";
import { runLeftovers } from "../tables/index.ts";

export type LeftoverRow = typeof runLeftovers.$inferSelect;

const insert = insertRows(
  runLeftovers,
  "is_entry = is_entry OR VALUES(is_entry), line_no = COALESCE(line_no, VALUES(line_no)), " +
    "line_out_no = COALESCE(line_out_no, VALUES(line_out_no))",
);

/** What is said of one number twice is put together. */
export async function insertLeftovers(connection: Connection, rows: readonly LeftoverRow[]): Promise<void> {
  await insert(connection, rows);
}

/** The next leftovers of a run in the order of their numbers. */
export async function pageOfLeftovers(
  connection: Connection,
  runId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<LeftoverRow[]> {
  return connection
    .select()
    .from(runLeftovers)
    .where(and(eq(runLeftovers.runId, runId), gt(runLeftovers.outNo, after)))
    .orderBy(asc(runLeftovers.outNo))
    .limit(limit);
}

/** @returns how many there were, up to `atMost` */
export async function deleteLeftovers(
  connection: Connection,
  runId: string,
  atMost: number,
): Promise<number> {
  const [result] = await connection.delete(runLeftovers).where(eq(runLeftovers.runId, runId)).limit(atMost);
  return result.affectedRows;
}
