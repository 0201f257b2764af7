import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "./drizzle.ts";
import { migrate } from "./drizzle.ts";
import { createConnection, type Connection, type RowDataPacket } from "mysql2/promise";

const migrationsFolder = path.resolve(fileURLToPath(import.meta.url), "../../../../migrations");

/** How long one process waits for another that migrates. */
const lockTimeoutSeconds = 300;

export interface MigrationReport {
  readonly applied: number;
  readonly total: number;
}

/**
 * Brings the database's tables to the newest version. Safe in any number of processes at once: one
 * migrates under a lock of the server, the others wait and find nothing left to do.
 *
 * @throws when the lock cannot be had in 300 s or a migration fails; the message says which
 */
export async function migrateDatabase(url: string): Promise<MigrationReport> {
  return withMigrationLock(url, async (session) => {
    const before = await countApplied(session);
    await migrate(drizzle(session), { migrationsFolder });
    const total = await countApplied(session);
    return { applied: total - before, total };
  });
}

/** How many migrations the database still lacks. */
export async function countPendingMigrations(url: string): Promise<number> {
  const session = await createConnection({ uri: url, timezone: "Z" });
  try {
    return (await countKnown()) - (await countApplied(session));
  } finally {
    await session.end();
  }
}

async function withMigrationLock<Result>(
  url: string,
  work: (session: Connection) => Promise<Result>,
): Promise<Result> {
  const session = await createConnection({ uri: url, timezone: "Z", multipleStatements: false });
  try {
    const [rows] = await session.query<RowDataPacket[]>(
      "SELECT GET_LOCK(CONCAT('compose_pay_migrate.', LEFT(SHA2(DATABASE(), 256), 32)), ?) AS taken",
      [lockTimeoutSeconds],
    );
    if (rows[0]?.["taken"] !== 1) {
      throw new Error(`another process has been migrating for more than ${lockTimeoutSeconds} s`);
    }
    return await work(session);
  } finally {
    await session.end();
  }
}

async function countApplied(session: Connection): Promise<number> {
  const [tables] = await session.query<RowDataPacket[]>("SHOW TABLES LIKE '\\_\\_drizzle\\_migrations'");
  if (tables.length === 0) return 0;
  const [rows] = await session.query<RowDataPacket[]>("SELECT COUNT(*) AS applied FROM __drizzle_migrations");
  return Number(rows[0]?.["applied"] ?? 0);
}

async function countKnown(): Promise<number> {
  const journal = await readFile(path.join(migrationsFolder, "meta/_journal.json"), "utf8");
  // because drizzle-kit writes this file and its shape is part of the migrator's contract
  const { entries } = JSON.parse(journal) as { readonly entries: readonly unknown[] };
  return entries.length;
}
