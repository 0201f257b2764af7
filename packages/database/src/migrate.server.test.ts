import { freshDatabase } from "@compose-pay/test-support";
import { drizzle } from "drizzle-orm/mysql2";
import { migrate as drizzleMigrate } from "drizzle-orm/mysql2/migrator";
import { type Connection, createConnection } from "mysql2/promise";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyMigration, prepareRecords } from "./apply-migration.ts";
import { countPendingMigrations, migrateDatabase } from "./migrate.ts";
import { readMigrations } from "./read-migrations.ts";
import { insertRowEverywhere, notNullColumns, readSchema } from "../testing/schema-of.ts";

const migrationsFolder = "migrations";
const released = ["0000_charset", "0001_first_tables"];
const migrations = await readMigrations();

let url: string;
let drop: () => Promise<void>;
let session: Connection;

beforeEach(async () => {
  ({ url, drop } = await freshDatabase());
  session = await createConnection({ uri: url, timezone: "Z" });
});

afterEach(async () => {
  await session.end();
  await drop();
});

/** The database as the first release left it. */
async function migrateToFirstRelease(): Promise<void> {
  await prepareRecords(session);
  for (const migration of migrations.slice(0, released.length)) await applyMigration(session, migration);
}

describe("a database of the first release", () => {
  it("has had the first two migrations", () => {
    expect(migrations.slice(0, released.length).map(({ tag }) => tag)).toEqual(released);
  });

  it("is migrated with its rows, and takes what the services of before still write", async () => {
    await migrateToFirstRelease();
    const before = await notNullColumns(session);
    await insertRowEverywhere(session, before, 1);
    expect(await migrateDatabase(url)).toMatchObject({ applied: migrations.length - released.length });
    await insertRowEverywhere(session, before, 2);
    const noFee = {
      fee: 0,
      fee_terms: '{"rateBps":0,"fixed":0,"min":0,"max":null,"rounding":"half_up","returnedOnRefund":true}',
    };
    const [attempts] = await session.query("SELECT fee, fee_terms FROM attempts");
    expect(attempts).toEqual([noFee, noFee]);
    const terms = { fee_fixed: 0, fee_min: 0, fee_max: null, fee_rounding: "half_up", fee_returned: 1 };
    const [contracts] = await session.query(
      "SELECT fee_fixed, fee_min, fee_max, fee_rounding, fee_returned FROM contracts",
    );
    expect(contracts).toEqual([terms, terms]);
  });

  it("has its accounts' certificates fetched at once", async () => {
    await migrateToFirstRelease();
    await insertRowEverywhere(session, await notNullColumns(session), 1);
    await migrateDatabase(url);
    const [rows] = await session.query(
      "SELECT ABS(TIMESTAMPDIFF(SECOND, certificates_due_at, UTC_TIMESTAMP(3))) < 60 AS due FROM channel_accounts",
    );
    expect(rows).toEqual([{ due: 1 }]);
  });
});

describe("a migration that was interrupted", () => {
  const places = migrations
    .slice(1)
    .flatMap(({ tag, statements }) =>
      [0.2, 0.5, 0.8, 1].map((part) => ({ tag, count: Math.ceil(statements.length * part) })),
    );

  it.each(places)("is finished by the next: $tag after $count statements", async ({ tag, count }) => {
    const at = migrations.findIndex((migration) => migration.tag === tag);
    await prepareRecords(session);
    for (const migration of migrations.slice(0, at)) await applyMigration(session, migration);
    for (const statement of migrations[at]?.statements.slice(0, count) ?? []) await session.query(statement);
    expect(await migrateDatabase(url)).toEqual({ applied: migrations.length - at, total: migrations.length });
    expect(await readSchema(session)).toEqual(await schemaOfFresh());
    expect(await migrateDatabase(url)).toEqual({ applied: 0, total: migrations.length });
  });

  it("is named when it fails", async () => {
    await session.query("CREATE TABLE apps (id INT)");
    await expect(migrateDatabase(url)).rejects.toThrow(
      /^migration 0001_first_tables, statement \d+: .*merchant_id/,
    );
    expect(await countPendingMigrations(url)).toBe(migrations.length - 1);
  });

  it("is not taken for one where somebody else's table has a name of ours", async () => {
    await session.query("CREATE TABLE settings (id INT)");
    await expect(migrateDatabase(url)).rejects.toThrow(/it lacks settings.name, settings.value/);
    await expect(migrateDatabase(url)).rejects.toThrow(/it lacks settings.name, settings.value/);
  });
});

describe("a database that drizzle's own migrator migrated", () => {
  it("is known, and the other way round", async () => {
    await drizzleMigrate(drizzle(session), { migrationsFolder });
    expect(await countPendingMigrations(url)).toBe(0);
    expect(await migrateDatabase(url)).toEqual({ applied: 0, total: migrations.length });
    const records = "SELECT hash, created_at FROM __drizzle_migrations ORDER BY id";
    const [theirs] = await session.query(records);
    const fresh = await freshDatabase();
    await migrateDatabase(fresh.url);
    const other = await createConnection({ uri: fresh.url });
    expect((await other.query(records))[0]).toEqual(theirs);
    await other.end();
    await fresh.drop();
  });
});

async function schemaOfFresh(): Promise<unknown> {
  const fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  const other = await createConnection({ uri: fresh.url });
  const schema = await readSchema(other);
  await other.end();
  await fresh.drop();
  return schema;
}
