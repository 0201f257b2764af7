import type { Connection, RowDataPacket } from "mysql2/promise";
import type { Migration } from "./read-migrations.ts";

/**
 * What the server says of a change of the tables that was made already; the same numbers on MySQL and
 * MariaDB: table, column or key exists, no such key to drop.
 */
const doneErrnos: ReadonlySet<unknown> = new Set([1050, 1060, 1061, 1091]);

/** The `writtenAt` of every migration that the database has had. */
export async function findApplied(session: Connection): Promise<ReadonlySet<number>> {
  const [tables] = await session.query<RowDataPacket[]>("SHOW TABLES LIKE '\\_\\_drizzle\\_migrations'");
  if (tables.length === 0) return new Set();
  const [rows] = await session.query<RowDataPacket[]>("SELECT created_at FROM __drizzle_migrations");
  return new Set(rows.map((row) => Number(row["created_at"])));
}

/** The table that drizzle's own migrator keeps: databases that it migrated are known by it. */
export async function prepareRecords(session: Connection): Promise<void> {
  await session.query(
    "CREATE TABLE IF NOT EXISTS __drizzle_migrations " +
      "(id SERIAL PRIMARY KEY, hash TEXT NOT NULL, created_at BIGINT)",
  );
}

/**
 * Applies a migration and records it. The server commits each change of a table by itself, so a migration that was
 * interrupted is found half done: what is done is passed over. Statements that change rows are made again,
 * and must bear it.
 *
 * @throws the server's error, with the migration's name in its message
 */
export async function applyMigration(session: Connection, migration: Migration): Promise<void> {
  for (const [index, statement] of migration.statements.entries()) {
    try {
      await session.query(statement);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if ("errno" in error && doneErrnos.has(error.errno)) continue;
      // In place, because callers tell what happened by the driver's numbers.
      error.message = `migration ${migration.tag}, statement ${index + 1}: ${error.message}`;
      throw error;
    }
  }
  await session.query("INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)", [
    migration.hash,
    migration.writtenAt,
  ]);
}
