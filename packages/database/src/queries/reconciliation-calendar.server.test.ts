import { freshDatabase } from "@compose-pay/test-support";
import type { RowDataPacket } from "mysql2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../connection.ts";
import { migrateDatabase } from "../migrate.ts";
import { inTransaction } from "../transaction.ts";
import { findRunsOfDays } from "./reconciliation-calendar.ts";
import {
  countRunDiscrepancies,
  countUnresolved,
  insertRunDiscrepancies,
  mostCountedOfRun,
} from "./run-discrepancies.ts";
import { insertRun } from "./runs.ts";

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let database: Database;
const at = new Date("2026-03-01T08:00:00.000Z");

beforeAll(async () => {
  fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  database = openDatabase({ url: fresh.url, poolSize: 2 });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

async function addRun(id: string, channelAccountId: string, day: string, version = 1): Promise<void> {
  const bare = {
    fault: null,
    tradeBillId: null,
    fundBillId: null,
    cursor: "",
    isLinesDone: true,
    summary: null,
  };
  const rest = {
    asked: 0,
    dueAt: null,
    fence: 0,
    traceId: "trace",
    createdAt: at,
    matchedAt: null,
    closedAt: null,
  };
  const counts = { lines: {}, entries: {} };
  const run = { id, channelAccountId, day, version, counts, ...bare, ...rest };
  await insertRun(database.connection, { ...run, state: "closed", trigger: "job" });
}

async function raise(runId: string, count: number): Promise<void> {
  await inTransaction(database, (transaction) =>
    insertRunDiscrepancies(
      transaction,
      Array.from({ length: count }, (_, index) => ({
        id: `dsc_${runId}_${index}`,
        type: "missing_here" as const,
        state: "open" as const,
        channelAccountId: "acc_1",
        paymentId: null,
        attemptId: `att_${runId}_${index}`,
        refundId: "",
        evidence: {},
        runId,
        day: "2026-02-01",
        traceId: "trace",
        foundAt: at,
      })),
    ),
  );
}

describe("the runs of days", () => {
  it("are the newest of each account's day, of these accounts and these days alone", async () => {
    await addRun("run_1", "acc_1", "2026-02-01");
    await addRun("run_2", "acc_1", "2026-02-01", 2);
    await addRun("run_3", "acc_1", "2026-02-28");
    await addRun("run_4", "acc_1", "2026-03-01");
    await addRun("run_5", "acc_2", "2026-02-01");
    await addRun("run_6", "acc_3", "2026-02-01");
    const days = { fromDay: "2026-02-01", toDay: "2026-02-31" };
    const found = await findRunsOfDays(database.connection, { accountIds: ["acc_2", "acc_1"], ...days });
    expect(found.map(({ id }) => id)).toEqual(["run_2", "run_3", "run_5"]);
    expect(await findRunsOfDays(database.connection, { accountIds: [], ...days })).toEqual([]);
    const [plan] = await database.pool.query<RowDataPacket[]>(
      `EXPLAIN SELECT * FROM runs FORCE INDEX (runs_version) WHERE channel_account_id IN ('acc_1', 'acc_2')
       AND day >= '2026-02-01' AND day <= '2026-02-31' ORDER BY channel_account_id, day, version`,
    );
    // MySQL 9 tells a tree.
    if (plan[0]?.["EXPLAIN"] !== undefined) return;
    expect(plan).toMatchObject([{ key: "runs_version", type: "range" }]);
    expect(plan[0]?.["Extra"]).not.toContain("filesort");
  });
});

describe("what nobody has resolved", () => {
  it("is counted of each run up to a limit, over more runs than one statement has", async () => {
    await raise("run_few", 3);
    await raise("run_many", mostCountedOfRun + 5);
    await database.pool.query("UPDATE discrepancies SET state = 'resolved' WHERE id = 'dsc_run_few_0'");
    await database.pool.query(
      "UPDATE discrepancies SET state = 'awaiting_approval' WHERE id = 'dsc_run_few_1'",
    );
    const none = Array.from({ length: 90 }, (_, index) => `run_none_${index}`);
    const counted = await countUnresolved(database.connection, ["run_few", ...none, "run_many"]);
    expect(counted.get("run_few")).toBe(2);
    expect(counted.get("run_many")).toBe(mostCountedOfRun);
    expect(counted.get("run_none_0")).toBe(0);
    const { connection } = database;
    expect(await countRunDiscrepancies(connection, "run_few")).toEqual({ unresolved: 2, all: 3 });
    const most = { unresolved: mostCountedOfRun, all: mostCountedOfRun };
    expect(await countRunDiscrepancies(connection, "run_many")).toEqual(most);
    expect(await countRunDiscrepancies(connection, "run_none_0")).toEqual({ unresolved: 0, all: 0 });
  });
});
