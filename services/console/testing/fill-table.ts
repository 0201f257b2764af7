import type { Pool } from "mysql2/promise";
import type { RowDataPacket } from "mysql2";

export type FilledRow = Readonly<Record<string, unknown>>;

const rowsInStatement = 1_000;

/** Adds rows by the columns that matter; what else a row must have is empty, zero, or a moment of long ago. */
export async function fillTable(pool: Pool, table: string, rows: readonly FilledRow[]): Promise<void> {
  const [columns] = await pool.query<RowDataPacket[]>(`SHOW COLUMNS FROM \`${table}\``);
  const given = new Set(rows.flatMap((row) => Object.keys(row)));
  const needed = columns.filter(
    ({ Field: name, Null: isNull, Default: standard }) =>
      !given.has(String(name)) && isNull === "NO" && standard === null,
  );
  const empty = Object.fromEntries(needed.map((column) => [String(column["Field"]), emptyOf(column)]));
  const names = [...given, ...Object.keys(empty)];
  const head = `INSERT INTO \`${table}\` (${names.map((name) => `\`${name}\``).join(", ")}) VALUES ?`;
  for (let from = 0; from < rows.length; from += rowsInStatement) {
    const some = rows.slice(from, from + rowsInStatement).map((row) => ({ ...empty, ...row }));
    await pool.query(head, [some.map((row: FilledRow) => names.map((name) => row[name] ?? null))]);
  }
}

function emptyOf({ Type: type }: RowDataPacket): unknown {
  const name = String(type);
  if (name.startsWith("datetime")) return new Date(0);
  if (/^(?:big|medium|tiny)?int/.test(name)) return 0;
  return name.startsWith("mediumtext") || name === "text" ? "{}" : "";
}
