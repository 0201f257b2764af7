import { loadBill } from "@compose-pay/application";
import {
  type BillRow,
  deleteLeftovers,
  deleteOpenSuspense,
  pageOfLines,
  type RunRow,
  settleUndecided,
} from "@compose-pay/database";
import type { RunDeps } from "./run-deps.ts";
import { RunFault, RunLost, saveStep } from "./run-work.ts";
import { noCounts } from "./run-counts.ts";

/** Reads the run's bills into lines, all of each or none. @throws RunFault for a bill that cannot be read */
export async function loadBills(deps: RunDeps, run: RunRow): Promise<void> {
  for (const billId of [run.tradeBillId, run.fundBillId]) {
    if (billId !== null) await load(deps, run, billId);
  }
  await forget(deps, run);
  const fresh = { cursor: "", isLinesDone: false, counts: noCounts() };
  await saveStep(deps, run, { change: { state: "matching", ...fresh } });
}

/** A run that stood still in the middle begins anew, with a bill that is there by now. */
async function forget(deps: RunDeps, run: RunRow): Promise<void> {
  const { connection } = deps.database;
  while ((await deleteLeftovers(connection, run.id, leftoversInDelete)) === leftoversInDelete) {
    await saveStep(deps, run, { change: {} });
  }
  await saveStep(deps, run, {
    change: {},
    write: async (transaction) => {
      await deleteOpenSuspense(transaction, run.id);
      await settleUndecided(transaction, run.id, deps.clock.now());
    },
  });
}

const leftoversInDelete = 10_000;

async function load(deps: RunDeps, run: RunRow, billId: string): Promise<void> {
  const loaded = await loadBill(deps, billId, { stillMine: holder(deps, run) });
  switch (loaded.kind) {
    case "loaded":
      if (await isPurged(deps, loaded.bill)) {
        throw new RunFault(`the lines of bill ${billId} are older than they are kept`);
      }
      return;
    case "rejected":
      throw new RunFault(`bill ${billId} is rejected: ${loaded.bill.fault ?? ""}`);
    case "bill_unknown":
    case "account_unknown":
      throw new RunFault(`bill ${billId} has no ${loaded.kind === "bill_unknown" ? "row" : "account"}`);
    case "busy":
    case "lost":
      throw new RunLost(`bill ${billId} is loaded by another process`);
  }
}

/** The bill and its file stay for longer than its lines. */
async function isPurged({ database }: RunDeps, { id, lines }: BillRow): Promise<boolean> {
  if (lines === 0) return false;
  const first = { after: { outNo: "", lineNo: 0 }, limit: 1 };
  return (await pageOfLines(database.connection, id, first)).length === 0;
}

/** Holds the run on while its bill is loaded, a few times in a lease. */
function holder(deps: RunDeps, run: RunRow): () => Promise<boolean> {
  let heldAt = deps.clock.now().getTime();
  return async () => {
    if (deps.signal.aborted) return false;
    const now = deps.clock.now().getTime();
    if (now - heldAt < deps.leaseMs / 5) return true;
    heldAt = now;
    await saveStep(deps, run, { change: {} });
    return true;
  };
}
