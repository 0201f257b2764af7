import { randomBytes } from "node:crypto";
import { openDatabase } from "@compose-pay/database";
import { type FreshDatabase, freshDatabase } from "@compose-pay/test-support";

export interface TestInstallation {
  /** For a command line of its own: an empty database and a master key. */
  readonly env: Readonly<Record<"DATABASE_URL" | "MASTER_KEY" | "CHANNEL_ALLOWED_HOSTS", string>>;
  /** Every value of every row of every table, as text. */
  readonly readAllText: () => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function openInstallation(): Promise<TestInstallation> {
  const fresh = await freshDatabase();
  return {
    env: {
      DATABASE_URL: fresh.url,
      MASTER_KEY: randomBytes(32).toString("base64"),
      CHANNEL_ALLOWED_HOSTS: "127.0.0.1",
    },
    readAllText: () => readAllText(fresh),
    close: () => fresh.drop(),
  };
}

async function readAllText({ url }: FreshDatabase): Promise<string> {
  const database = openDatabase({ url, poolSize: 2 });
  const read = async (sql: string) => textOf((await database.pool.query({ sql, rowsAsArray: true }))[0]);
  try {
    const tables = (await read("SHOW TABLES")).split("\n");
    return (await Promise.all(tables.map((table) => read(`SELECT * FROM ${table}`)))).join("\n");
  } finally {
    await database.close();
  }
}

function textOf(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString("utf8");
  return Array.isArray(value) ? value.map(textOf).join("\n") : String(value);
}
