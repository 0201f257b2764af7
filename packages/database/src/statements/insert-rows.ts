import type { Column } from "drizzle-orm";
import type { MySqlTable } from "drizzle-orm/mysql-core";
import type { ResultSetHeader } from "mysql2";
import type { Connection } from "../connection.ts";
import { getTableColumns, getTableName } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";

/**
 * Writes whole rows of a table by one INSERT; none for no rows. For hot paths: the statement is worded from the
 * table's columns once and not for each row.
 *
 * @param onDuplicate SQL that follows `ON DUPLICATE KEY UPDATE`; without it a duplicate throws
 * @returns writes, and answers how many rows the server says were affected
 */
export function insertRows<T extends MySqlTable>(
  table: T,
  onDuplicate?: string,
): (connection: Connection, rows: readonly T["$inferSelect"][]) => Promise<number> {
  const columns = Object.entries<Column>(getTableColumns(table));
  const names = columns.map(([, column]) => `\`${column.name}\``).join(", ");
  const head = `INSERT INTO \`${getTableName(table)}\` (${names}) VALUES `;
  const marks = `(${columns.map(() => "?").join(", ")})`;
  const tail = onDuplicate === undefined ? "" : ` ON DUPLICATE KEY UPDATE ${onDuplicate}`;
  return async (connection, rows) => {
    if (rows.length === 0) return 0;
    const values = rows.flatMap((row: Readonly<Record<string, unknown>>) =>
      columns.map(([name, column]) => toDriver(column, row[name])),
    );
    const sql = head + rows.map(() => marks).join(", ") + tail;
    const [result] = await clientOf(connection).query<ResultSetHeader>(sql, values);
    return result.affectedRows;
  };
}

export function toDriver(column: Column, value: unknown): unknown {
  return value === null || value === undefined ? null : column.mapToDriverValue(value);
}
