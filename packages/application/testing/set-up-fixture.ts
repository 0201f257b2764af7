import { randomBytes } from "node:crypto";
import { type Database, migrateDatabase, openDatabase } from "@compose-pay/database";
import { createSecretBox, newId, parseMasterKey } from "@compose-pay/runtime";
import { freshDatabase } from "@compose-pay/test-support";
import type { AccountDependencies } from "../src/channel-addresses.ts";

export interface SetUpFixture {
  readonly deps: AccountDependencies;
  readonly url: string;
  /** Every value of every row of every table, as text. */
  readonly readAllText: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** The time at which the tests set things up. */
export const setUpAt = new Date("2026-03-01T08:00:00.123Z");

/** A migrated database of its own, with a master key of its own. */
export async function openSetUp(): Promise<SetUpFixture> {
  const fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  const database = openDatabase({ url: fresh.url, poolSize: 16 });
  return {
    deps: {
      database,
      secretBox: newSecretBox(),
      clock: { now: () => setUpAt },
      newId,
      allowedChannelHosts: ["127.0.0.1", "api.mch.example"],
    },
    url: fresh.url,
    readAllText: async () => {
      const tables = (await readText(database, "SHOW TABLES")).split("\n");
      return (await Promise.all(tables.map((table) => readText(database, `SELECT * FROM ${table}`)))).join(
        "\n",
      );
    },
    close: async () => {
      await database.close();
      await fresh.drop();
    },
  };
}

export function newSecretBox() {
  const key = parseMasterKey(randomBytes(32).toString("base64"));
  if (key === null) throw new Error("32 bytes in base64 are a master key");
  return createSecretBox({ current: key });
}

/** Every value on a line of its own. */
async function readText({ pool }: Database, sql: string): Promise<string> {
  const [rows] = await pool.query({ sql, rowsAsArray: true });
  return textOf(rows);
}

function textOf(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString("utf8");
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.map(textOf).join("\n") : String(value);
}
