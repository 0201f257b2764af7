import { freshDatabase } from "@compose-pay/test-support";
import type { RowDataPacket } from "mysql2";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { inTransaction } from "../transaction.ts";
import type { NewDiscrepancy } from "../raised-discrepancies.ts";
import { insertDiscrepancy, listDiscrepancies } from "./discrepancies.ts";

const foundAt = new Date("2026-03-01T08:00:00.000Z");
const row = (id: string, change: Partial<NewDiscrepancy> = {}): NewDiscrepancy => ({
  id,
  type: "amount_differs",
  state: "open",
  channelAccountId: "acc_1",
  paymentId: "pay_1",
  attemptId: `att_of_${id}`,
  refundId: "",
  evidence: { here: 1, there: 2 },
  traceId: "trace",
  foundAt,
  ...change,
});

describe("discrepancies", () => {
  let database: Database;
  let drop: () => Promise<void>;
  const told: string[] = [];
  beforeAll(async () => {
    const fresh = await freshDatabase();
    await migrateDatabase(fresh.url);
    database = openDatabase({ url: fresh.url, poolSize: 2, onDiscrepancy: ({ id }) => told.push(id) });
    drop = async () => {
      await database.close();
      await fresh.drop();
    };
  });
  beforeEach(async () => {
    await database.pool.query("DELETE FROM discrepancies");
    told.length = 0;
  });
  afterAll(() => drop());

  const raise = (...rows: readonly NewDiscrepancy[]) =>
    inTransaction(database, async (transaction) => {
      for (const one of rows) await insertDiscrepancy(transaction, one);
    });

  const ids = async (filter: Partial<Parameters<typeof listDiscrepancies>[1]>) => {
    const found = await listDiscrepancies(database.connection, { state: "open", limit: 9, ...filter });
    return found.map(({ id }) => id);
  };

  it("are told of once, when they are raised and not when they are claimed again", async () => {
    await raise(row("dsc_1"), row("dsc_2"));
    await raise(row("dsc_3", { attemptId: "att_of_dsc_1" }));
    expect(told).toEqual(["dsc_1", "dsc_2"]);
    const stored = await listDiscrepancies(database.connection, { state: "open", limit: 9 });
    expect(stored.map(({ id }) => id)).toEqual(["dsc_2", "dsc_1"]);
  });

  it("of a transaction that is undone are told of to nobody, then or later", async () => {
    const failing = inTransaction(database, async (transaction) => {
      await insertDiscrepancy(transaction, row("dsc_1"));
      throw new Error("the work failed");
    });
    await expect(failing).rejects.toThrow("the work failed");
    await raise(row("dsc_2"));
    expect(told).toEqual(["dsc_2"]);
  });

  it("are listed by state and type, newest first, page by page", async () => {
    await raise(
      row("dsc_1"),
      row("dsc_2", { foundAt: new Date(foundAt.getTime() + 1) }),
      row("dsc_3", { state: "resolved" }),
      row("dsc_4", { type: "paid_twice" }),
      row("dsc_5"),
    );
    expect(await ids({})).toEqual(["dsc_2", "dsc_5", "dsc_4", "dsc_1"]);
    expect(await ids({ limit: 1, after: { id: "dsc_5", foundAt } })).toEqual(["dsc_4"]);
    expect(await ids({ type: "amount_differs" })).toEqual(["dsc_2", "dsc_5", "dsc_1"]);
    expect(await ids({ state: "resolved" })).toEqual(["dsc_3"]);
  });

  it("are read along the index of their state", async () => {
    await raise(...Array.from({ length: 60 }, (_, index) => row(`dsc_${index}`)));
    const [plan] = await database.pool.query<RowDataPacket[]>(
      "EXPLAIN SELECT * FROM discrepancies WHERE state = 'open' ORDER BY found_at DESC, id DESC LIMIT 3",
    );
    // MySQL 9 tells a tree, and reads so small a table as a whole.
    if (plan[0]?.["EXPLAIN"] !== undefined) return;
    expect(plan).toMatchObject([{ key: "discrepancies_state" }]);
    expect(plan[0]?.["Extra"]).not.toContain("filesort");
  });
});
