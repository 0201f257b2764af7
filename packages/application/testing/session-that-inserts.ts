import type { Database } from "@compose-pay/database";

/** The number of the session of the database that is about to insert there. */
export async function sessionThatInserts(
  { pool }: Pick<Database, "pool">,
  table: string,
): Promise<number | undefined> {
  const [rows] = await pool.query({
    sql: "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE ?",
    values: [`INSERT INTO \`${table}\`%`],
    rowsAsArray: true,
  });
  // because the statement selects one column
  const id = (rows as readonly (readonly unknown[])[])[0]?.[0];
  return id === undefined ? undefined : Number(id);
}
