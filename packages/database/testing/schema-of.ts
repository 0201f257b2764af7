import type { Connection, RowDataPacket } from "mysql2/promise";

interface NotNullColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

const ofThisDatabase = "WHERE table_schema = DATABASE() AND table_name <> '__drizzle_migrations'";

/** Every column and key as the server describes them. */
export async function readSchema(session: Connection): Promise<unknown> {
  const [columns] = await session.query<RowDataPacket[]>(
    "SELECT table_name, column_name, column_type, is_nullable, column_default, collation_name " +
      `FROM information_schema.columns ${ofThisDatabase} ORDER BY table_name, ordinal_position`,
  );
  const [keys] = await session.query<RowDataPacket[]>(
    "SELECT table_name, index_name, non_unique, seq_in_index, column_name " +
      `FROM information_schema.statistics ${ofThisDatabase} ORDER BY table_name, index_name, seq_in_index`,
  );
  return { columns, keys };
}

/** What an INSERT into each table must name. */
export async function notNullColumns(session: Connection): Promise<readonly NotNullColumn[]> {
  const [rows] = await session.query<RowDataPacket[]>(
    "SELECT table_name AS tableName, column_name AS columnName, data_type AS dataType " +
      `FROM information_schema.columns ${ofThisDatabase} AND is_nullable = 'NO'`,
  );
  return rows.map((row) => ({
    table: String(row["tableName"]),
    column: String(row["columnName"]),
    type: String(row["dataType"]),
  }));
}

/** One row in every table of `columns`, naming only those; rows of different numbers share no value of a key. */
export async function insertRowEverywhere(
  session: Connection,
  columns: readonly NotNullColumn[],
  number: number,
): Promise<void> {
  for (const [table, ofTable] of Map.groupBy(columns, (column) => column.table)) {
    const row = Object.fromEntries(ofTable.map(({ column, type }) => [column, valueOf(type, number)]));
    await session.query("INSERT INTO ?? SET ?", [table, row]);
  }
}

/** A row of a table with these values, and with any in the other columns that an INSERT must name. */
export async function insertRowWith(
  session: Connection,
  table: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const columns = (await notNullColumns(session)).filter((column) => column.table === table);
  const row = Object.fromEntries(columns.map(({ column, type }) => [column, valueOf(type, 1)]));
  await session.query("INSERT INTO ?? SET ?", [table, { ...row, ...values }]);
}

function valueOf(type: string, number: number): unknown {
  if (type.endsWith("int")) return number;
  if (type === "datetime") return new Date(number);
  return String(number);
}
