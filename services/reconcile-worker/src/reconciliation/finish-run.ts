import {
  type BillRow,
  findBill,
  hasOpenSuspense,
  hasUnresolved,
  insertRunDiscrepancies,
  type NewDiscrepancy,
  type RunRow,
  settleOutdated,
  sumAccountDay,
  sumFundFlow,
} from "@compose-pay/database";
import type { BillTotals } from "@compose-pay/domain";
import { newId } from "@compose-pay/runtime";
import { endOldSuspense } from "./end-suspense.ts";
import { type FundDifference, fundDifferences } from "./fund-differences.ts";
import type { MatchingRun } from "./matching-run.ts";
import { runSummary } from "./run-summary.ts";
import { settlingOf } from "./settling-of.ts";
import { holdOn, RunFault, type RunWorkDeps, saveStep } from "./run-work.ts";

/** Says how a day that is matched stands: its sums, what differs, and what of earlier runs is settled by it. */
export async function finishRun(deps: RunWorkDeps, row: RunRow, run: MatchingRun): Promise<void> {
  const { connection } = deps.database;
  const { channelAccountId, day } = row;
  const bill = await loadedBill(deps, run.billId);
  // because a trade bill that is loaded has the totals of its reader
  const there = bill.totals as BillTotals;
  const classed = Object.values(run.counts.total().lines).reduce((sum, lines) => sum + lines, 0);
  if (classed !== there.lines)
    throw new RunFault(`of ${there.lines} lines of the bill ${classed} have a class`);
  const here = await sumAccountDay(connection, { accountId: channelAccountId, day }, () => holdOn(deps, run));
  const funds = await fundsOf(deps, row, there);
  const summary = runSummary(there, here, { funds, classes: run.counts.total() });
  const bills = row.fundBillId === null ? [bill] : [bill, await loadedBill(deps, row.fundBillId)];
  const at = deps.clock.now();
  const settling = await settlingOf(deps, bills, at);
  await saveStep(deps, run, {
    change: { summary, matchedAt: at, dueAt: at },
    write: async (transaction) => {
      if (funds.length > 0) await insertRunDiscrepancies(transaction, [fundsDiffer(row, funds, at)]);
      await settleOutdated(transaction, row, settling);
      await endOldSuspense(transaction, row, at);
    },
  });
  await closeIfSettled(deps, row);
}

async function loadedBill({ database }: RunWorkDeps, id: string): Promise<BillRow> {
  const bill = await findBill(database.connection, id);
  if (bill === null || bill.totals === null) throw new RunFault(`bill ${id} is not loaded any more`);
  return bill;
}

/** How often a day that is not closed is looked at again. */
const lookAgainMs = 60_000;

/** A day is closed when nothing in it is open: no discrepancy that nobody has resolved, nothing that waits for a bill. */
export async function closeIfSettled(deps: RunWorkDeps, run: Pick<RunRow, "id" | "fence">): Promise<void> {
  const { connection } = deps.database;
  const at = deps.clock.now();
  if (await hasUnresolved(connection, run.id)) {
    const dueAt = new Date(at.getTime() + lookAgainMs);
    await saveStep(deps, run, { change: { state: "has_discrepancies", dueAt } });
    return;
  }
  if (await hasOpenSuspense(connection, run.id)) {
    const dueAt = new Date(at.getTime() + lookAgainMs);
    await saveStep(deps, run, { change: { state: "balanced", dueAt } });
    return;
  }
  await saveStep(deps, run, { change: { state: "closed", closedAt: at, dueAt: null } });
}

/** An account without a fund-flow bill moved by what its trade bill says, for all we know. */
async function fundsOf(
  deps: RunWorkDeps,
  run: RunRow,
  { settled }: BillTotals,
): Promise<readonly FundDifference[]> {
  const { connection } = deps.database;
  const { fundBillId } = run;
  if (fundBillId === null) return [];
  return fundDifferences(settled, await sumFundFlow(connection, fundBillId, () => holdOn(deps, run)));
}

function fundsDiffer(run: RunRow, funds: readonly FundDifference[], at: Date): NewDiscrepancy {
  return {
    id: newId("dsc"),
    type: "funds_differ",
    state: "open",
    channelAccountId: run.channelAccountId,
    paymentId: null,
    // It is about no attempt; a null would not count in the unique key.
    attemptId: `funds ${run.day}`,
    refundId: "",
    evidence: { here: null, there: { trade_bill: run.tradeBillId, fund_flow_bill: run.fundBillId, funds } },
    runId: run.id,
    day: run.day,
    amount: funds.reduce((sum, { tradeBill, fundFlow }) => sum + Math.abs(tradeBill - fundFlow), 0),
    traceId: run.traceId,
    foundAt: at,
  };
}
