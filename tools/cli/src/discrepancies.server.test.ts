import {
  insertDiscrepancy,
  inTransaction,
  type NewDiscrepancy,
  openDatabase,
  upsertSetting,
} from "@compose-pay/database";
import type { MatchEvidence } from "@compose-pay/domain";
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
    { id: "dsc_5", type: "missing_here", ...ofRun, amount: 100_000, evidence: sides },
    { id: "dsc_6", type: "missing_here", ...ofRun, amount: 99_999, evidence: sides },
  ]);
});

afterAll(() => installation.close());

/** As an operator does in the console. */
async function sayApprovalFrom(value: number): Promise<void> {
  const database = openDatabase({ url: installation.env.DATABASE_URL, poolSize: 1 });
  const row = { name: "approval_from_fen", value, updatedBy: "opr_1", updatedAt: new Date() };
  await upsertSetting(database.connection, row);
  await database.close();
}

const ofRun = { runId: "run_1", day: "2026-02-28", channelAccountId: "acc_2" };
const sides: MatchEvidence = {
  kind: "payment",
  out_no: "4711",
  here: null,
  there: {
    line_no: 12,
    bill_id: "bil_1",
    amount: 100_000,
    fee: 600,
    channel_no: "4200000001",
    status: "succeeded",
    occurred_at: "2026-02-28T08:00:00.000Z",
    out_trade_no: null,
  },
};

describe("npm run cli -- discrepancy", () => {
  it("lists the open ones, newest first and page by page, without their evidence", async () => {
    const first = await run("discrepancy", "list", "--account", "acc_1", "--limit", "2");
    expect(first).toMatchObject({ data: [{ id: "dsc_3" }, { id: "dsc_2" }], next_cursor: "dsc_2" });
    expect(JSON.stringify(first)).not.toContain("what the channel said");
    const second = await run("discrepancy", "list", "--account", "acc_1", "--starting-after", "dsc_2");
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

  it.each([
    ["a run", "--run", "run_1"],
    ["a day", "--day", "2026-02-28"],
    ["an account", "--account", "acc_2"],
  ])("lists those of %s", async (_, option, value) => {
    const found = await run("discrepancy", "list", option, value);
    expect(found).toMatchObject({ data: [{ id: "dsc_6" }, { id: "dsc_5", day: "2026-02-28" }] });
    const other = value.replace("1", "9").replace("_2", "_9").replace("28", "27");
    expect(await run("discrepancy", "list", option, other)).toMatchObject({ data: [] });
  });

  it.each([
    ["--day", "2026-02-30"],
    ["--day", "yesterday"],
    ["--state", "closed"],
    ["--type", "unheard_of"],
    ["--run", "acc_1"],
  ])("refuses %s %s", async (option, value) => {
    expect(await refusalOf("discrepancy", "list", option, value)).toMatchObject({ exitCode: 2 });
  });

  it("refuses a day or an account beside a run, which is of one of each", async () => {
    for (const other of [
      ["--day", "2026-02-28"],
      ["--account", "acc_1"],
    ])
      expect(await refusalOf("discrepancy", "list", "--run", "run_1", ...other)).toMatchObject({
        exitCode: 2,
      });
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

  it("shows both sides beside each other", async () => {
    const { stdout } = await runInMemory(["discrepancy", "show", "dsc_5"], installation.env);
    const lines = stdout.split("\n");
    expect(lines).toContainEqual(expect.stringMatching(/^WHAT +HERE +THERE$/));
    expect(lines).toContainEqual(expect.stringMatching(/^amount +- +100000$/));
    expect(lines).toContainEqual(expect.stringMatching(/^out_no +4711$/));
  });

  it("says what a resolution would do, and changes nothing", async () => {
    const before = await run("discrepancy", "show", "dsc_5");
    const accept = await run("discrepancy", "preview", "dsc_5", "--as", "accept_channel");
    expect(accept).toMatchObject({ allowed: true, needs_approval: true, effects: [], state: "open" });
    const refund = await run("discrepancy", "preview", "dsc_5", "--as", "refund");
    expect(refund).toMatchObject({ allowed: false, refusal: "nothing_of_ours", needs_approval: null });
    expect(refund["does"]).toMatch(/the channel's own console/);
    expect(await run("discrepancy", "show", "dsc_5")).toEqual(before);
    const none = await refusalOf("discrepancy", "preview", "dsc_0", "--as", "ignore");
    expect(none).toMatchObject({ code: "discrepancy_unknown" });
  });

  it("resolves a small one at once, and not twice", async () => {
    const resolve = ["discrepancy", "resolve", "dsc_6", "--as", "accept_local", "--reason", "not ours"];
    expect(await run(...resolve, "--by", "anna")).toMatchObject({
      state: "resolved",
      resolution: "accept_local",
      reason: "not ours",
      resolved_by: "anna",
      outcome: { done: { effect: "recorded" } },
    });
    expect(await refusalOf(...resolve)).toMatchObject({ code: "discrepancy_not_open", exitCode: 1 });
    const preview = ["discrepancy", "preview", "dsc_6", "--as", "ignore", "--json"];
    const strict = await runInMemory(preview, { ...installation.env, APPROVAL_FROM_FEN: "0" });
    expect(documentOf(strict)).toMatchObject({ needs_approval: true });
    expect(documentOf(await runInMemory(preview, installation.env))).toMatchObject({ needs_approval: false });
    await sayApprovalFrom(99_999);
    expect(documentOf(await runInMemory(preview, installation.env))).toMatchObject({ needs_approval: true });
    await sayApprovalFrom(100_000);
  });

  it("puts a large one before a second person, who is another one, and can be rejected", async () => {
    const resolve = ["discrepancy", "resolve", "dsc_5", "--as", "ignore", "--reason", "known"];
    expect(await run(...resolve, "--by", "anna")).toMatchObject({ state: "awaiting_approval" });
    const waiting = await run("discrepancy", "list", "--state", "awaiting_approval");
    expect(waiting).toMatchObject({ data: [{ id: "dsc_5", resolution: "ignore", resolved_by: "anna" }] });
    const own = await refusalOf("discrepancy", "approve", "dsc_5", "--by", "anna");
    expect(own).toMatchObject({ code: "same_person", exitCode: 1 });
    const reject = ["discrepancy", "reject", "dsc_5", "--reason", "ask first", "--by", "bert"];
    expect(await run(...reject)).toMatchObject({
      state: "open",
      resolution: null,
      outcome: { rejections: [{ decided_by: "anna", rejected_by: "bert", rejected_because: "ask first" }] },
    });
    const early = await refusalOf("discrepancy", "approve", "dsc_5");
    expect(early).toMatchObject({ code: "discrepancy_not_awaiting_approval" });
    const { stdout } = await runInMemory([...resolve, "--by", "anna"], installation.env);
    expect(stdout).toContain("discrepancy approve dsc_5");
    const approved = await run("discrepancy", "approve", "dsc_5", "--by", "bert");
    expect(approved).toMatchObject({ state: "resolved", resolved_by: "anna", approved_by: "bert" });
  });

  it("refuses a refund of what is not ours, with what to do instead", async () => {
    const refund = ["discrepancy", "resolve", "dsc_2", "--as", "refund", "--reason", "back"];
    const refused = await refusalOf(...refund);
    expect(refused).toMatchObject({ code: "resolution_refused", exitCode: 1 });
    expect(refused.message).toContain("nothing_of_ours");
    expect(await run("discrepancy", "show", "dsc_2")).toMatchObject({ state: "open" });
  });
});

async function refusalOf(...words: readonly string[]) {
  return errorOf(await runInMemory([...words, "--json"], installation.env));
}

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
