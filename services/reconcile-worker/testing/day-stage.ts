import {
  type AttemptRow,
  billLines,
  bills,
  type BookEntryRow,
  claimDueRuns,
  type Database,
  findNewestRun,
  insertAttempts,
  insertBookEntries,
  insertPayments,
  insertRun,
  inTransaction,
  migrateDatabase,
  openDatabase,
  type RunRow,
} from "@compose-pay/database";
import { type BillLine, type BillTotals, dayOfChina } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { freshDatabase } from "@compose-pay/test-support";
import { noCounts } from "../src/reconciliation/run-counts.ts";
import type { RunWorkDeps } from "../src/reconciliation/run-work.ts";
import { newAttempt, paymentOf } from "./sweep-stage.ts";

export const account = "acc_1";
export const day = "2026-02-27";
const later = new Date("2026-03-05T08:00:00.000Z");

/** A time of that day in China. */
export function at(time: string, ofDay: string = day): Date {
  return new Date(`${ofDay}T${time}+08:00`);
}

export interface DayStage {
  readonly database: Database;
  deps(changes?: Partial<RunWorkDeps>): RunWorkDeps;
  /** A payment that has succeeded here, with its entry. */
  paid(change?: Partial<AttemptRow>, entry?: Partial<BookEntryRow>): Promise<AttemptRow>;
  /** A payment that has not. */
  unpaid(change?: Partial<AttemptRow>): Promise<AttemptRow>;
  /** A trade bill that is loaded. */
  bill(
    lines: readonly BillLine[],
    change?: { readonly day?: string; readonly version?: number; readonly source?: string },
  ): Promise<string>;
  /** A run that has its bill, held as the worker holds it. */
  run(tradeBillId: string, change?: Partial<RunRow>): Promise<RunRow & { readonly tradeBillId: string }>;
  /** The newest run of a day, held anew, as by a worker that goes on with it. */
  hold(ofDay?: string): Promise<RunRow & { readonly tradeBillId: string }>;
  /** Forgets all that was stored. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

const tables = [
  "payments",
  "attempts",
  "refunds",
  "book_entries",
  "bills",
  "bill_lines",
  "runs",
  "run_leftovers",
  "suspense",
  "discrepancies",
];

/** A migrated database of its own with the books and bills of one account. */
export async function openDayStage(): Promise<DayStage> {
  const fresh = await freshDatabase();
  await migrateDatabase(fresh.url);
  const database = openDatabase({ url: fresh.url, poolSize: 6 });
  const { connection } = database;
  const unpaid = async (change: Partial<AttemptRow> = {}) => {
    const times = { createdAt: at("11:00:00"), expiresAt: at("13:00:00"), dueAt: null };
    const attempt: AttemptRow = { ...newAttempt(), amount: 1_000, fee: 6, ...times, ...change };
    await insertPayments(connection, [{ ...paymentOf(attempt), status: statusOf(attempt) }]);
    await insertAttempts(connection, [attempt]);
    return attempt;
  };
  const stage: DayStage = {
    database,
    deps: (changes = {}) => ({
      database,
      clock: { now: () => later },
      leaseMs: 60_000,
      settings: { APPROVAL_FROM_FEN: 100_000 },
      signal: new AbortController().signal,
      ...changes,
    }),
    unpaid,
    paid: async (change = {}, entry = {}) => {
      const attempt = await unpaid({ state: "succeeded", channelTradeNo: newId("tno"), ...change });
      await inTransaction(database, (transaction) =>
        insertBookEntries(transaction, [entryOf(attempt, entry)]),
      );
      return attempt;
    },
    bill: async (lines, { day: ofDay = day, version = 1, source = "channel" } = {}) => {
      const id = newId("bil");
      await connection.insert(bills).values({ ...billRow(id, { ofDay, version, lines }), source });
      if (lines.length > 0) await connection.insert(billLines).values(lines.map((line) => lineRow(id, line)));
      return id;
    },
    run: async (tradeBillId, change = {}) => {
      const row = { ...runRow(), tradeBillId, ...change };
      await insertRun(connection, row);
      return stage.hold(row.day);
    },
    hold: async (ofDay = day) => {
      const run = await findNewestRun(connection, { channelAccountId: account, day: ofDay });
      if (run?.tradeBillId === null || run === null) throw new Error(`there is no run of ${ofDay}`);
      await database.pool.query("UPDATE runs SET due_at = NULL WHERE id <> ?", [run.id]);
      await database.pool.query("UPDATE runs SET due_at = ? WHERE id = ?", ["2026-01-01", run.id]);
      const claim = { now: later, leaseMs: 60_000, limit: 1 };
      const [held] = await inTransaction(database, (transaction) => claimDueRuns(transaction, claim));
      if (held === undefined) throw new Error("the run is not due");
      return { ...held, tradeBillId: run.tradeBillId };
    },
    empty: async () => {
      for (const table of tables) await database.pool.query(`DELETE FROM ${table}`);
    },
    close: async () => {
      await database.close();
      await fresh.drop();
    },
  };
  return stage;
}

function statusOf({ state }: AttemptRow) {
  return state === "succeeded" ? "succeeded" : state === "closed" ? "closed" : "requires_action";
}

function entryOf(attempt: AttemptRow, change: Partial<BookEntryRow>): BookEntryRow {
  const occurredAt = change.occurredAt ?? at("12:00:00");
  return {
    channelAccountId: attempt.channelAccountId,
    day: dayOfChina(occurredAt),
    outNo: attempt.id,
    kind: "payment",
    appId: "app_1",
    live: false,
    paymentId: attempt.paymentId,
    method: attempt.method,
    amount: attempt.amount,
    fee: attempt.fee,
    channelNo: attempt.channelTradeNo,
    occurredAt,
    bookedAt: occurredAt,
    ...change,
  };
}

/** The line that a channel's bill has of an attempt. */
export function lineOf(attempt: AttemptRow, change: Partial<BillLine> = {}): BillLine {
  return {
    lineNo: 2,
    kind: "payment",
    outNo: attempt.id,
    channelNo: attempt.channelTradeNo ?? newId("tno"),
    outTradeNo: attempt.id,
    amount: attempt.amount,
    fee: attempt.fee,
    status: "succeeded",
    occurredAt: at("12:00:00"),
    ...change,
  };
}

function lineRow(billId: string, line: BillLine) {
  return { ...line, billId, outTradeNo: line.outTradeNo === line.outNo ? null : line.outTradeNo };
}

function billRow(
  id: string,
  {
    ofDay,
    version,
    lines,
  }: { readonly ofDay: string; readonly version: number; readonly lines: readonly BillLine[] },
) {
  return {
    id,
    channelAccountId: account,
    day: ofDay,
    type: "trade" as const,
    version,
    state: "loaded" as const,
    sha256: id.padEnd(64, "0"),
    archiveKey: null,
    bytes: 0,
    source: "channel",
    lines: lines.length,
    totals: totalsOf(lines),
    fault: null,
    traceId: "trace",
    createdAt: later,
    loadedAt: later,
  };
}

function totalsOf(lines: readonly BillLine[]): BillTotals {
  const sum = (kind: BillLine["kind"], of: "amount" | "fee") =>
    lines.filter((line) => line.kind === kind).reduce((total, line) => total + line[of], 0);
  return {
    lines: lines.length,
    payments: lines.filter(({ kind }) => kind === "payment").length,
    paymentAmount: sum("payment", "amount"),
    refunds: lines.filter(({ kind }) => kind === "refund").length,
    refundAmount: sum("refund", "amount"),
    fees: sum("payment", "fee") + sum("refund", "fee"),
    settled: { paid: sum("payment", "amount"), refunded: sum("refund", "amount"), failedRefunds: 0 },
  };
}

function runRow(): RunRow {
  return {
    id: newId("run"),
    channelAccountId: account,
    day,
    version: 1,
    state: "matching",
    fault: null,
    tradeBillId: null,
    fundBillId: null,
    cursor: "",
    isLinesDone: false,
    counts: noCounts(),
    summary: null,
    asked: 0,
    dueAt: null,
    fence: 0,
    trigger: "job",
    traceId: "trace",
    createdAt: later,
    matchedAt: null,
    closedAt: null,
  };
}
