import type { Connection, RowDataPacket } from "mysql2/promise";
import { getTableColumns, getTableName, is, Table } from "./drizzle.ts";
import * as tables from "./tables/index.ts";

/** The columns that the code has and the database has not, as `table.column`. */
export async function findMissingColumns(session: Connection): Promise<readonly string[]> {
  const [rows] = await session.query<RowDataPacket[]>(
    "SELECT CONCAT(table_name, '.', column_name) AS name " +
      "FROM information_schema.columns WHERE table_schema = DATABASE()",
  );
  const present = new Set(rows.map((row) => String(row["name"])));
  return Object.values<unknown>(tables)
    .filter((table) => is(table, Table))
    .flatMap((table) =>
      Object.values(getTableColumns(table)).map((column) => `${getTableName(table)}.${column.name}`),
    )
    .filter((name) => !present.has(name));
}
