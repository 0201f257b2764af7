import { freshDatabase } from "@compose-pay/test-support";
import type { RowDataPacket } from "mysql2";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { inTransaction } from "../transaction.ts";
import type { NewDiscrepancy } from "../raised-discrepancies.ts";
import { discrepancies } from "../tables/index.ts";
import { insertDiscrepancy, updateDiscrepancy } from "./discrepancies.ts";
import { listDiscrepancies } from "./discrepancy-lists.ts";
import {
  countOpenDiscrepancies,
  listOpenDiscrepancies,
  mostCountedDiscrepancies,
} from "./open-discrepancies.ts";

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

  const openBehind = async (after: { readonly id: string; readonly foundAt: Date } | null) => {
    const page = { type: "amount_differs", after, limit: 2 } as const;
    return (await listOpenDiscrepancies(database.connection, page)).map(({ id }) => id);
  };

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

  it("are listed by run, by day and by account, in the same order", async () => {
    const later = new Date(foundAt.getTime() + 1);
    await raise(
      row("dsc_1", { runId: "run_1", day: "2026-02-28", channelAccountId: "acc_2" }),
      row("dsc_2", { runId: "run_1", day: "2026-02-28", foundAt: later }),
      row("dsc_3", { runId: "run_2", day: "2026-02-27" }),
      row("dsc_4"),
    );
    const run = { runId: "run_1" };
    expect(await ids({ of: run })).toEqual(["dsc_2", "dsc_1"]);
    expect(await ids({ of: run, after: { id: "dsc_2", foundAt: later } })).toEqual(["dsc_1"]);
    expect(await ids({ of: run, foundBefore: later })).toEqual(["dsc_1"]);
    expect(await ids({ of: run, type: "paid_twice" })).toEqual([]);
    expect(await ids({ of: { day: "2026-02-27" } })).toEqual(["dsc_3"]);
    expect(await ids({ of: { day: "2026-02-28" }, type: "amount_differs" })).toEqual(["dsc_2", "dsc_1"]);
    const account = { channelAccountId: "acc_1" };
    expect(await ids({ of: account })).toEqual(["dsc_2", "dsc_4", "dsc_3"]);
    expect(await ids({ of: account, type: "amount_differs" })).toEqual(["dsc_2", "dsc_4", "dsc_3"]);
    expect(await ids({ of: account, type: "paid_twice" })).toEqual([]);
    expect(await ids({ of: { ...account, day: "2026-02-28" } })).toEqual(["dsc_2"]);
  });

  it("are counted by type with the oldest, the open ones alone", async () => {
    const later = new Date(foundAt.getTime() + 5);
    await raise(
      row("dsc_1", { foundAt: later }),
      row("dsc_2"),
      row("dsc_3", { state: "resolved", foundAt: new Date(0) }),
    );
    expect(await countOpenDiscrepancies(database.connection, ["amount_differs", "duplicate"])).toEqual([
      { type: "amount_differs", count: 2, oldestFoundAt: foundAt },
      { type: "duplicate", count: 0, oldestFoundAt: null },
    ]);
  });

  it("are counted no further than the bound", async () => {
    const many = Array.from({ length: mostCountedDiscrepancies + 1 }, (_, index) => row(`dsc_${index}`));
    await database.connection.insert(discrepancies).values(many);
    const [counted] = await countOpenDiscrepancies(database.connection, ["amount_differs"]);
    expect(counted).toMatchObject({ count: mostCountedDiscrepancies });
  });

  it("of a type that are open are read oldest first, page by page", async () => {
    const later = new Date(foundAt.getTime() + 1);
    await raise(
      row("dsc_2", { foundAt: later }),
      row("dsc_1"),
      row("dsc_3"),
      row("dsc_4", { type: "duplicate" }),
    );
    expect(await openBehind(null)).toEqual(["dsc_1", "dsc_3"]);
    expect(await openBehind({ id: "dsc_3", foundAt })).toEqual(["dsc_2"]);
  });

  it("change only while they are in the state that was read", async () => {
    await raise(row("dsc_1"));
    const change = { state: "resolved", resolution: "ignore" } as const;
    const expected = { id: "dsc_1", state: "open" } as const;
    expect(await updateDiscrepancy(database.connection, expected, change)).toBe(true);
    expect(await updateDiscrepancy(database.connection, expected, change)).toBe(false);
  });

  it.each([
    ["discrepancies_state", "state = 'open'", "found_at DESC, id DESC"],
    ["discrepancies_type", "state = 'open' AND type = 'amount_differs'", "found_at DESC, id DESC"],
    ["discrepancies_account", "state = 'open' AND channel_account_id = 'acc_1'", "found_at DESC, id DESC"],
    ["discrepancies_day", "state = 'open' AND day = '2026-02-28'", "found_at DESC, id DESC"],
    ["discrepancies_run", "state = 'open' AND run_id = 'run_1'", "id DESC"],
  ])("are read along %s, and not sorted", async (index, where, order) => {
    const ofRun = { runId: "run_1", day: "2026-02-28" };
    await raise(...Array.from({ length: 60 }, (_, number) => row(`dsc_${number}`, ofRun)));
    const [plan] = await database.pool.query<RowDataPacket[]>(
      `EXPLAIN SELECT * FROM discrepancies FORCE INDEX (${index}) WHERE ${where} ORDER BY ${order} LIMIT 3`,
    );
    // MySQL 9 tells a tree, and reads so small a table as a whole.
    if (plan[0]?.["EXPLAIN"] !== undefined) return;
    expect(plan).toMatchObject([{ key: index }]);
    expect(plan[0]?.["Extra"]).not.toContain("filesort");
  });
});
