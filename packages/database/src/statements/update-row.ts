import type { Column } from "drizzle-orm";
import type { MySqlTable } from "drizzle-orm/mysql-core";
import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { getTableColumns, getTableName } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { toDriver } from "./insert-rows.ts";

/**
 * Changes the row that has these values, for hot paths. `where` compares for equality, so it names no nulls.
 *
 * @returns writes, and answers whether there was exactly one such row
 */
export function updateRow<T extends MySqlTable>(
  table: T,
): (
  connection: Connection,
  where: Partial<T["$inferSelect"]>,
  change: Partial<T["$inferSelect"]>,
) => Promise<boolean> {
  const columns = new Map(Object.entries<Column>(getTableColumns(table)));
  const columnOf = (name: string): Column => {
    const column = columns.get(name);
    if (column === undefined) throw new Error(`${getTableName(table)} has no ${name}`);
    return column;
  };
  const assign = (part: object) => Object.keys(part).map((name) => `\`${columnOf(name).name}\` = ?`);
  const valuesOf = (part: object) =>
    Object.entries(part).map(([name, value]: [string, unknown]) => toDriver(columnOf(name), value));
  return async (connection, where, change) => {
    const sql = `UPDATE \`${getTableName(table)}\` SET ${assign(change).join(", ")} WHERE ${assign(where).join(" AND ")}`;
    const values = [...valuesOf(change), ...valuesOf(where)];
    const [result] = await clientOf(connection).query<ResultSetHeader>(sql, values);
    return result.affectedRows === 1;
  };
}
