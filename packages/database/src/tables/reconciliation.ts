import type { BillLineStatus, BillType, BookedKind } from "@compose-pay/domain";
import {
  bigint,
  boolean,
  char,
  index,
  int,
  mysqlTable,
  primaryKey,
  uniqueIndex,
  varchar,
} from "../drizzle.ts";
import { day } from "./books.ts";
import { fen, id, jsonText, moment, traceId, word } from "./columns.ts";

/**
 * `loading`: lines are written, and none of them counts yet. `loaded`: all are there, and they sum up to what the bill says.
 * `rejected`: it cannot be read (`fault`), and none of its lines is there.
 */
export type BillState = "loading" | "loaded" | "rejected";

/** A channel's bill (对账单) of one account and day, as it was downloaded or uploaded. A corrected one has the next version. */
export const bills = mysqlTable(
  "bills",
  {
    id: id("id").primaryKey(),
    channelAccountId: id("channel_account_id").notNull(),
    day: day("day").notNull(),
    type: word<BillType>("type").notNull(),
    version: int("version").notNull(),
    state: word<BillState>("state").notNull(),
    /** Of the raw file; the same file is not loaded twice. An empty day has that of no bytes. */
    sha256: char("sha256", { length: 64 }).notNull(),
    /** Where the raw file is kept, in the words of the archive; null for an empty day. */
    archiveKey: varchar("archive_key", { length: 256 }),
    /** Of the raw file. */
    bytes: bigint("bytes", { mode: "number" }).notNull(),
    /** `channel`, or who uploaded it. */
    source: varchar("source", { length: 128 }).notNull(),
    /** When the channel gave the very file that somebody had uploaded: it is the channel's from then on. */
    confirmedAt: moment("confirmed_at"),
    /** Lines that are there so far; all of them once it is loaded. */
    lines: int("lines").notNull(),
    /** `BillTotals` or `FundTotals`; null until it is loaded. */
    totals: jsonText("totals"),
    fault: varchar("fault", { length: 512 }),
    traceId: traceId(),
    createdAt: moment("created_at").notNull(),
    loadedAt: moment("loaded_at"),
  },
  (table) => [
    uniqueIndex("bills_version").on(table.channelAccountId, table.day, table.type, table.version),
    uniqueIndex("bills_file").on(table.channelAccountId, table.day, table.type, table.sha256),
  ],
);

/**
 * The lines of bills, clustered as reconciliation reads them. A line of a fund-flow bill has its flow number as
 * `outNo`, its direction as `kind` and its business as `status`.
 */
export const billLines = mysqlTable(
  "bill_lines",
  {
    billId: id("bill_id").notNull(),
    outNo: varchar("out_no", { length: 64 }).notNull(),
    /** Of the file, from 1. */
    lineNo: int("line_no").notNull(),
    kind: word<BookedKind | "income" | "expense">("kind").notNull(),
    channelNo: varchar("channel_no", { length: 64 }).notNull(),
    /** Of a refund, the number of its payment's order; null where it is `outNo`. */
    outTradeNo: varchar("out_trade_no", { length: 64 }),
    /** In fen, never negative. */
    amount: fen("amount").notNull(),
    /** In fen; negative where the channel gives it back. */
    fee: fen("fee").notNull(),
    status: word<BillLineStatus>("status").notNull(),
    occurredAt: moment("occurred_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.billId, table.outNo, table.lineNo] })],
);

/** How far a run is: only a closed one has nothing left that is open. */
export type RunStateWord =
  | "waiting_for_bill"
  | "loading"
  | "matching"
  | "balanced"
  | "has_discrepancies"
  | "closed";

/** The reconciliation (对账) of one account and day. A repeated one has the next version, and the one before stays. */
export const runs = mysqlTable(
  "runs",
  {
    id: id("id").primaryKey(),
    channelAccountId: id("channel_account_id").notNull(),
    day: day("day").notNull(),
    version: int("version").notNull(),
    state: word<RunStateWord>("state").notNull(),
    /** Why it stands still until a person or another bill helps; null while it goes on by itself. */
    fault: varchar("fault", { length: 512 }),
    tradeBillId: id("trade_bill_id"),
    fundBillId: id("fund_bill_id"),
    /** Up to which number lines and entries are matched; empty before the first. */
    cursor: varchar("cursor", { length: 64 }).notNull(),
    /** Entries that no line of the bill has are looked at once all lines are. */
    isLinesDone: boolean("is_lines_done").notNull(),
    /** Lines and entries by class so far: `MatchCounts`. */
    counts: jsonText("counts").notNull(),
    /** Sums, differences and fees of the day: `RunSummary`; null until all is matched. */
    summary: jsonText("summary"),
    /** How often the bill was asked for. */
    asked: int("asked").notNull(),
    /** When somebody goes on with it; null when nothing is to be done by itself. */
    dueAt: moment("due_at"),
    /** Counts whoever has taken it: who holds an older number may write nothing. */
    fence: int("fence").notNull(),
    trigger: word<"job" | "operator">("trigger").notNull(),
    traceId: traceId(),
    createdAt: moment("created_at").notNull(),
    matchedAt: moment("matched_at"),
    closedAt: moment("closed_at"),
  },
  (table) => [
    uniqueIndex("runs_version").on(table.channelAccountId, table.day, table.version),
    index("runs_due").on(table.dueAt),
    index("runs_state").on(table.state, table.day, table.id),
    index("runs_day").on(table.day, table.id),
  ],
);

/**
 * What a run has seen of a number that is not on both sides under it: an entry that no line has, a line that has it by the
 * channel's number alone, or both. Settled when all lines are done; kept for as long as the run.
 */
export const runLeftovers = mysqlTable(
  "run_leftovers",
  {
    runId: id("run_id").notNull(),
    outNo: varchar("out_no", { length: 64 }).notNull(),
    /** No line of the bill has this number. */
    isEntry: boolean("is_entry").notNull(),
    /** The line that has it by the channel's number; null without one. */
    lineNo: int("line_no"),
    lineOutNo: varchar("line_out_no", { length: 64 }),
  },
  (table) => [primaryKey({ columns: [table.runId, table.outNo] })],
);

/** Entries around midnight that the bill of their day does not have: the bills of the next three days may. */
export const suspense = mysqlTable(
  "suspense",
  {
    channelAccountId: id("channel_account_id").notNull(),
    outNo: varchar("out_no", { length: 64 }).notNull(),
    day: day("day").notNull(),
    runId: id("run_id").notNull(),
    kind: word<BookedKind>("kind").notNull(),
    amount: fen("amount").notNull(),
    /** `expired`: no bill had it in time, so that it is a discrepancy now. */
    state: word<"open" | "resolved" | "expired">("state").notNull(),
    resolvedByRunId: id("resolved_by_run_id"),
    suspendedAt: moment("suspended_at").notNull(),
    endedAt: moment("ended_at"),
  },
  (table) => [
    primaryKey({ columns: [table.channelAccountId, table.outNo] }),
    index("suspense_open").on(table.state, table.channelAccountId, table.day),
    index("suspense_day").on(table.state, table.day, table.channelAccountId, table.outNo),
    index("suspense_run").on(table.runId, table.state),
  ],
);
