import { type NewDiscrepancy, insertDiscrepancy, inTransaction, openDatabase } from "@compose-pay/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf, errorOf } from "../testing/cli-run.ts";
import { runInMemory } from "../testing/run-in-memory.ts";
import { openInstallation, type TestInstallation } from "../testing/test-installation.ts";

let installation: TestInstallation;

beforeAll(async () => {
  installation = await openInstallation();
  await run("migrate");
  await insert([
    { id: "dsc_1", type: "amount_differs", refundId: "rfd_1" },
    { id: "dsc_2", type: "paid_twice" },
    { id: "dsc_3", type: "paid_twice" },
    { id: "dsc_4", type: "missing_here", state: "resolved" },
  ]);
});

afterAll(() => installation.close());

describe("npm run cli -- discrepancy", () => {
  it("lists the open ones, newest first and page by page, without their evidence", async () => {
    const first = await run("discrepancy", "list", "--limit", "2");
    expect(first).toMatchObject({ data: [{ id: "dsc_3" }, { id: "dsc_2" }], next_cursor: "dsc_2" });
    expect(JSON.stringify(first)).not.toContain("what the channel said");
    const second = await run("discrepancy", "list", "--starting-after", "dsc_2");
    expect(second).toMatchObject({ data: [{ id: "dsc_1", refund_id: "rfd_1" }], has_more: false });
  });

  it("lists those of a state or a type", async () => {
    expect(await run("discrepancy", "list", "--state", "resolved")).toMatchObject({
      data: [{ id: "dsc_4", refund_id: null }],
      has_more: false,
    });
    const { data } = await run("discrepancy", "list", "--type", "amount_differs");
    expect(data).toMatchObject([{ id: "dsc_1" }]);
    expect(data).toHaveLength(1);
  });

  it("refuses a cursor that is none", async () => {
    const error = errorOf(
      await runInMemory(["discrepancy", "list", "--starting-after", "dsc_none", "--json"], installation.env),
    );
    expect(error).toMatchObject({ exitCode: 2 });
  });

  it("shows one with its evidence", async () => {
    expect(await run("discrepancy", "show", "dsc_1")).toMatchObject({
      type: "amount_differs",
      state: "open",
      evidence: { there: "what the channel said" },
    });
  });
});

async function run(...words: readonly string[]) {
  return documentOf(await runInMemory([...words, "--json"], installation.env));
}

async function insert(
  rows: readonly (Partial<NewDiscrepancy> & Pick<NewDiscrepancy, "id" | "type">)[],
): Promise<void> {
  const database = openDatabase({ url: installation.env.DATABASE_URL, poolSize: 1 });
  await inTransaction(database, async (transaction) => {
    for (const row of rows) {
      await insertDiscrepancy(transaction, {
        state: "open",
        channelAccountId: "acc_1",
        paymentId: "pay_1",
        attemptId: `att_of_${row.id}`,
        refundId: "",
        evidence: { there: "what the channel said" },
        traceId: "trace_1",
        foundAt: new Date("2026-03-01T08:00:00.000Z"),
        ...row,
      });
    }
  });
  await database.close();
}
