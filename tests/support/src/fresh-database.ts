import { randomBytes } from "node:crypto";
import { createConnection } from "mysql2/promise";
import { serverUrl } from "./server-url.ts";

export interface FreshDatabase {
  readonly name: string;
  readonly url: string;
  /** Deletes the database; a second call does nothing. Close the connections to it first. */
  readonly drop: () => Promise<void>;
}

/** A transaction left open would hold a drop for the server's default of a day. */
const lockWaitSeconds = 10;

/** An empty utf8mb4 database on the server of `url`, by default that of DATABASE_URL; migrating it is the caller's. */
export async function freshDatabase(url = serverUrl("DATABASE_URL")): Promise<FreshDatabase> {
  const name = `cp_test_${randomBytes(6).toString("hex")}`;
  await execute(url, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { name, url: own.href, drop: () => execute(url, `DROP DATABASE IF EXISTS ${name}`) };
}

async function execute(url: string, statement: string): Promise<void> {
  const connection = await createConnection({ uri: url });
  try {
    await connection.query(`SET SESSION lock_wait_timeout = ${lockWaitSeconds}`);
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}
