import type { Archive } from "@compose-pay/archive";
import { type BillKey, type BillRow, type Database, insertBill } from "@compose-pay/database";
import type { BillTotals, FundTotals } from "@compose-pay/domain";
import { type Clock, newId } from "@compose-pay/runtime";

export interface BillDeps {
  readonly database: Database;
  readonly archive: Archive;
  readonly clock: Clock;
  /** On a disk with room for a few bills. */
  readonly scratchFolder: string;
}

/** Whose bill it is and where it comes from. */
export interface BillOrigin extends BillKey {
  /** `channelSource`, or who uploaded it. */
  readonly source: string;
  readonly traceId: string;
}

/** `known`: the same file, or the same empty day, is one bill already. */
export interface StoredBill {
  readonly kind: "kept" | "known";
  readonly bill: BillRow;
}

/** Keeps the raw file at a path, and the bill that it is: its lines are still to be loaded. */
export async function keepBill(deps: BillDeps, origin: BillOrigin, path: string): Promise<StoredBill> {
  const kept = await deps.archive.keep(path);
  const { sha256, bytes, key } = kept;
  const stored = await insertBill(deps.database.connection, {
    ...newBill(deps, origin),
    state: "loading",
    sha256,
    bytes,
    archiveKey: key,
    totals: null,
    loadedAt: null,
  });
  return { kind: stored.isNew ? "kept" : "known", bill: stored.bill };
}

/** Stores that nothing happened on the day: a bill without a file, which needs no loading. */
export async function keepEmptyBill(deps: BillDeps, origin: BillOrigin): Promise<BillRow> {
  const row = newBill(deps, origin);
  const { bill } = await insertBill(deps.database.connection, {
    ...row,
    state: "loaded",
    sha256: sha256OfNothing,
    bytes: 0,
    archiveKey: null,
    totals: origin.type === "trade" ? noTrade : noFunds,
    loadedAt: row.createdAt,
  });
  return bill;
}

const sha256OfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const noTrade: BillTotals = {
  lines: 0,
  payments: 0,
  paymentAmount: 0,
  refunds: 0,
  refundAmount: 0,
  fees: 0,
  settled: { paid: 0, refunded: 0, failedRefunds: 0 },
};
const noFunds: FundTotals = { lines: 0, incomes: 0, incomeAmount: 0, expenses: 0, expenseAmount: 0 };

function newBill({ clock }: BillDeps, { accountId, day, type, source, traceId }: BillOrigin) {
  const at = clock.now();
  const ids = { id: newId("bil", at), channelAccountId: accountId, traceId };
  return { ...ids, day, type, version: 1, source, confirmedAt: null, lines: 0, fault: null, createdAt: at };
}
