import { freshDatabase } from "@compose-pay/test-support";
import type { RowDataPacket } from "mysql2";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Connection, type Database, openDatabase } from "./connection.ts";
import { migrateDatabase } from "./migrate.ts";
import { findMerchant, insertMerchant } from "./queries/merchants.ts";
import { inTransaction } from "./transaction.ts";

const merchant = (id: string) => ({ id, name: id, status: "active", createdAt: new Date(0) }) as const;

describe("a transaction", () => {
  let database: Database;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const fresh = await freshDatabase();
    await migrateDatabase(fresh.url);
    database = openDatabase({ url: fresh.url, poolSize: 1 });
    drop = async () => {
      await database.close();
      await fresh.drop();
    };
  });
  beforeEach(() => database.pool.query("DELETE FROM merchants"));
  afterAll(() => drop());

  const ids = async () => {
    const [rows] = await database.pool.query<RowDataPacket[]>("SELECT id FROM merchants ORDER BY id");
    return rows.map((row) => String(row["id"]));
  };

  it("is committed when its work is done, and its connection serves the next", async () => {
    for (const id of ["mer_1", "mer_2"]) {
      await inTransaction(database, (transaction) => insertMerchant(transaction, merchant(id)));
    }
    expect(await ids()).toEqual(["mer_1", "mer_2"]);
  });

  it("is undone when its work throws, and its connection serves the next", async () => {
    const failing = inTransaction(database, async (transaction) => {
      await insertMerchant(transaction, merchant("mer_1"));
      throw new Error("the work failed");
    });
    await expect(failing).rejects.toThrow("the work failed");
    expect(await ids()).toEqual([]);
  });

  it("hands on the first error when its connection is lost, and the pool makes another", async () => {
    const failing = inTransaction(database, async (transaction) => {
      await insertMerchant(transaction, merchant("mer_1"));
      await killOwn(transaction);
      await insertMerchant(transaction, merchant("mer_2"));
    });
    await expect(failing).rejects.toThrow();
    expect(await findMerchant(database.connection, "mer_1")).toBeNull();
    expect(await ids()).toEqual([]);
  });

  it("is no place for another transaction", async () => {
    const nested = inTransaction(database, (connection) => inTransaction({ connection }, async () => {}));
    await expect(nested).rejects.toThrow("in no other transaction");
    expect(await ids()).toEqual([]);
  });
});

async function killOwn(transaction: Connection): Promise<void> {
  await transaction.execute("KILL CONNECTION_ID()").catch(() => {});
}
