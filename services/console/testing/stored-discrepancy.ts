import {
  type Database,
  type DiscrepancyRow,
  findDiscrepancy,
  insertDiscrepancy,
  insertRun,
  inTransaction,
  type NewDiscrepancy,
  type RunRow,
} from "@compose-pay/database";
import type { MatchEvidence } from "@compose-pay/domain";

const at = new Date("2026-03-01T08:00:00.000Z");

/** Stores a discrepancy of 500 fen about nothing of ours, unless it says otherwise. */
export async function raise(
  database: Database,
  row: Partial<NewDiscrepancy> & Pick<NewDiscrepancy, "id">,
): Promise<DiscrepancyRow> {
  const found: NewDiscrepancy = {
    type: "missing_here",
    state: "open",
    channelAccountId: "acc_1",
    paymentId: null,
    attemptId: `att_of_${row.id}`,
    refundId: "",
    evidence: { there: "what the channel said" },
    amount: 500,
    traceId: "trace_1",
    foundAt: at,
    ...row,
  };
  await inTransaction(database, (transaction) => insertDiscrepancy(transaction, found));
  const stored = await findDiscrepancy(database.connection, row.id);
  if (stored === null) throw new Error(`${row.id} was raised before`);
  return stored;
}

/** Both sides of a payment of which the channel has another amount and fee. */
export const twoSides: MatchEvidence = {
  kind: "payment",
  out_no: "att_1",
  here: {
    state: "succeeded",
    amount: 10_000,
    fee: 60,
    channel_no: "4200000001",
    day: "2026-02-28",
    payment_id: "pay_1",
  },
  there: {
    line_no: 12,
    bill_id: "bil_1",
    amount: 10_100,
    fee: 61,
    channel_no: "4200000001",
    status: "succeeded",
    occurred_at: "2026-02-28T08:00:00.000Z",
    out_trade_no: null,
  },
};

/** Stores a run as reconcile-worker leaves one that is closed, unless it says otherwise. */
export async function addRun(
  database: Database,
  row: Partial<RunRow> & Pick<RunRow, "id" | "channelAccountId" | "day">,
): Promise<void> {
  await insertRun(database.connection, {
    version: 1,
    state: "closed",
    fault: null,
    tradeBillId: null,
    fundBillId: null,
    cursor: "",
    isLinesDone: true,
    counts: { lines: {}, entries: {} },
    summary: null,
    asked: 1,
    dueAt: null,
    fence: 1,
    trigger: "job",
    traceId: "trace_1",
    createdAt: at,
    matchedAt: at,
    closedAt: null,
    ...row,
  });
}
