import type { Database } from "@compose-pay/database";

export type FilledRow = Readonly<Record<string, unknown>>;

const rowsInStatement = 1_000;

/** Adds rows by the columns that matter; what else a row must have is empty, zero, or a moment of long ago. */
export async function fillTable(
  pool: Database["pool"],
  table: string,
  rows: readonly FilledRow[],
): Promise<void> {
  const given = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const empty = Object.fromEntries(
    (await readNeeded(pool, table))
      .filter(({ name }) => !given.includes(name))
      .map(({ name, type }) => [name, emptyOf(type)]),
  );
  const names = [...given, ...Object.keys(empty)];
  const head = `INSERT INTO \`${table}\` (${names.map((name) => `\`${name}\``).join(", ")}) VALUES ?`;
  for (let from = 0; from < rows.length; from += rowsInStatement) {
    const some = rows.slice(from, from + rowsInStatement).map((row): FilledRow => ({ ...empty, ...row }));
    await pool.query(head, [some.map((row) => names.map((name) => row[name] ?? null))]);
  }
}

interface NeededColumn {
  readonly name: string;
  readonly type: string;
}

/** The columns that a row has to name. */
async function readNeeded(pool: Database["pool"], table: string): Promise<readonly NeededColumn[]> {
  const [columns] = await pool.query({ sql: `SHOW COLUMNS FROM \`${table}\``, rowsAsArray: true });
  // because rowsAsArray makes each row an array of its values: name, type, null, key, default
  return (columns as readonly (readonly unknown[])[])
    .filter(([, , isNull, , standard]) => isNull === "NO" && standard === null)
    .map(([name, type]) => ({ name: String(name), type: String(type) }));
}

function emptyOf(type: string): unknown {
  if (type.startsWith("datetime")) return new Date(0);
  if (/^(?:big|medium|tiny)?int/.test(type)) return 0;
  return type.startsWith("mediumtext") || type === "text" ? "{}" : "";
}
