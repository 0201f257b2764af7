import { createConnection, type Connection, type RowDataPacket } from "mysql2/promise";
import { applyMigration, findApplied, prepareRecords } from "./apply-migration.ts";
import { findMissingColumns } from "./find-missing-columns.ts";
import { type Migration, readMigrations } from "./read-migrations.ts";

/** How long one process waits for another that migrates. */
const lockTimeoutSeconds = 300;

export interface MigrationReport {
  readonly applied: number;
  readonly total: number;
}

/**
 * Brings the database's tables to the newest version. Safe in any number of processes at once: one
 * migrates under a lock of the server, the others wait and find nothing left to do. One that was interrupted is
 * finished by the next.
 *
 * @throws when the lock cannot be had in 300 s, a migration fails, or the tables are not whole after it; the message
 * says which
 */
export async function migrateDatabase(url: string): Promise<MigrationReport> {
  const migrations = await readMigrations();
  return withMigrationLock(url, async (session) => {
    const pending = await pendingOf(session, migrations);
    await prepareRecords(session);
    for (const migration of pending) await applyMigration(session, migration);
    await expectWhole(session);
    return { applied: pending.length, total: migrations.length };
  });
}

/** How many migrations the database still lacks. */
export async function countPendingMigrations(url: string): Promise<number> {
  const session = await createConnection({ uri: url, timezone: "Z" });
  try {
    return (await pendingOf(session, await readMigrations())).length;
  } finally {
    await session.end();
  }
}

async function pendingOf(
  session: Connection,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const applied = await findApplied(session);
  return migrations.filter(({ writtenAt }) => !applied.has(writtenAt));
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

/** A table of somebody else's, passed over because of its name, must not be taken for ours. */
async function expectWhole(session: Connection): Promise<void> {
  const missing = await findMissingColumns(session);
  if (missing.length > 0) {
    throw new Error(
      `the database had tables of these names before, or was changed by hand: it lacks ${missing.join(", ")}`,
    );
  }
}
