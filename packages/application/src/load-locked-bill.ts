import { BillUnreadable, type Channel } from "@compose-pay/channels";
import {
  type BillLineRow,
  type BillRow,
  changeBill,
  type Connection,
  deleteBillLines,
  isOfChannel,
  lockBill,
  sumBillLines,
} from "@compose-pay/database";
import type { BillTotals, FundTotals } from "@compose-pay/domain";
import { createBillDayTally } from "./bill-day-tally.ts";
import { rowOfFundLine, rowOfTradeLine } from "./bill-line-rows.ts";
import { createBillLineWriter } from "./bill-line-writer.ts";
import type { BillLoading, LoadBillDeps } from "./load-bill.ts";

export interface LoadingJob {
  readonly billId: string;
  /** The raw file. */
  readonly file: string;
  readonly channel: Channel;
  readonly stillMine: () => Promise<boolean>;
}

/** What reading came to; null when it is somebody else's by now. */
type Read =
  | { readonly kind: "whole"; readonly totals: BillTotals | FundTotals }
  | { readonly kind: "unreadable"; readonly fault: string }
  | null;

const linesInDelete = 10_000;
/** The column's. */
const longestFault = 512;

/**
 * Loads a bill while its row is locked in this transaction, which is the proof that nobody else does. Lines are
 * written beside it, in transactions of their own; with this one it ends whether they count.
 */
export async function loadLocked(
  deps: LoadBillDeps,
  transaction: Connection,
  job: LoadingJob,
): Promise<BillLoading> {
  const bill = await lockBill(transaction, job.billId);
  if (bill === null) return { kind: "busy" };
  if (bill.state !== "loading") return { kind: bill.state, bill };
  // Asking keeps the connection from falling silent, and throws once it is gone, the lock with it.
  const isMine = async () => (await lockBill(transaction, bill.id)) !== null && (await job.stillMine());
  if (!(await deleteLines(deps, bill, isMine))) return { kind: "lost" };
  const read = await readLines(deps, bill, { ...job, stillMine: isMine });
  if (read === null) return { kind: "lost" };
  if (read.kind === "whole") {
    if (!(await holdAgainst(deps, bill, { totals: read.totals, isMine }))) return { kind: "lost" };
    const end = { lines: read.totals.lines, totals: read.totals, loadedAt: deps.clock.now() };
    return ended(transaction, bill, { state: "loaded", ...end });
  }
  if (!(await deleteLines(deps, bill, isMine))) return { kind: "lost" };
  return ended(transaction, bill, { state: "rejected", fault: read.fault.slice(0, longestFault) });
}

async function ended(
  transaction: Connection,
  bill: BillRow,
  change: Partial<BillRow> & { readonly state: "loaded" | "rejected" },
): Promise<BillLoading> {
  const isChanged = await changeBill(transaction, { id: bill.id, state: "loading" }, change);
  return isChanged ? { kind: change.state, bill: { ...bill, ...change } } : { kind: "lost" };
}

/** @returns false when it is somebody else's by now */
async function deleteLines(
  { database }: LoadBillDeps,
  { id }: BillRow,
  isMine: () => Promise<boolean>,
): Promise<boolean> {
  do {
    if (!(await isMine())) return false;
  } while ((await deleteBillLines(database.connection, id, linesInDelete)) === linesInDelete);
  return isMine();
}

async function readLines(deps: LoadBillDeps, bill: BillRow, job: LoadingJob): Promise<Read> {
  const writer = createBillLineWriter(deps.database);
  const tally = createBillDayTally(bill.day);
  const take = async (rows: readonly BillLineRow[]): Promise<boolean> => {
    tally.add(rows);
    // Asked with each statement, since batches are small.
    return (await writer.write(rows)) ? job.stillMine() : true;
  };
  try {
    const totals = await readFile(bill, job, take);
    if (totals === null) return null;
    // A channel decides what its bill of a day has; a person may take the wrong file.
    if (!isOfChannel(bill) && tally.isOfOtherDays())
      return unreadable(`day_differs: most of its lines are not of ${bill.day}`);
    await writer.finish();
    return (await job.stillMine()) ? { kind: "whole", totals } : null;
  } catch (error) {
    if (error instanceof BillUnreadable) return unreadable(error.message);
    throw error;
  } finally {
    // A statement that is under way must not write after the lines are deleted.
    await writer.settle();
  }
}

function unreadable(fault: string): Read {
  return { kind: "unreadable", fault };
}

async function readFile(
  { id, type }: BillRow,
  { channel, file }: LoadingJob,
  take: (rows: readonly BillLineRow[]) => Promise<boolean>,
): Promise<BillTotals | FundTotals | null> {
  switch (type) {
    case "trade":
      return eachBatch(channel.readTradeBill(file), (lines) =>
        take(lines.map((line) => rowOfTradeLine(id, line))),
      );
    case "fund_flow":
      return eachBatch(channel.readFundFlow(file), (lines) =>
        take(lines.map((line) => rowOfFundLine(id, line))),
      );
  }
}

/** @returns what the reader returns, or null when `take` wants no more */
async function eachBatch<Line, Totals>(
  reader: AsyncGenerator<readonly Line[], Totals, void>,
  take: (lines: readonly Line[]) => Promise<boolean>,
): Promise<Totals | null> {
  try {
    for (;;) {
      const next = await reader.next();
      if (next.done === true) return next.value;
      if (!(await take(next.value))) return null;
    }
  } finally {
    await reader[Symbol.asyncDispose]();
  }
}

/**
 * @returns false when it is somebody else's by now
 * @throws when what is in the table is not what was read: that is nobody's fault but ours
 */
async function holdAgainst(
  { database }: LoadBillDeps,
  { id }: BillRow,
  { totals, isMine }: { readonly totals: BillTotals | FundTotals; readonly isMine: () => Promise<boolean> },
): Promise<boolean> {
  const amount =
    "payments" in totals
      ? totals.paymentAmount + totals.refundAmount
      : totals.incomeAmount + totals.expenseAmount;
  let isStillMine = true;
  const stored = await sumBillLines(database.connection, id, async () => {
    isStillMine &&= await isMine();
  });
  if (!isStillMine) return false;
  if (stored.lines === totals.lines && stored.amount === amount) return true;
  throw new Error(
    `bill ${id} has ${totals.lines} lines over ${amount} fen, and ${stored.lines} over ${stored.amount} are stored`,
  );
}
