import { loadBill } from "@compose-pay/application";
import {
  type BillRow,
  deleteLeftovers,
  deleteOpenSuspense,
  findNewestLoadedBill,
  isOfChannel,
  pageOfLines,
  type RunRow,
  settleUndecided,
} from "@compose-pay/database";
import type { RunDeps } from "./run-deps.ts";
import { RunFault, RunLost, saveStep } from "./run-work.ts";
import { noCounts } from "./run-counts.ts";
import { settlingOf } from "./settling-of.ts";

/**
 * Reads the run's bills into lines, all of each or none. Where the channel's cannot be read, the one counts that somebody
 * has uploaded.
 *
 * @throws RunFault for a bill that cannot be read
 */
export async function loadBills(deps: RunDeps, run: RunRow): Promise<void> {
  const bills: BillRow[] = [];
  for (const billId of [run.tradeBillId, run.fundBillId]) {
    if (billId !== null) bills.push(await load(deps, run, billId));
  }
  for (const bill of bills) await tellWhatIsOverruled(deps, run, bill);
  await forget(deps, run, bills);
  const idOf = (type: BillRow["type"]) => bills.find((bill) => bill.type === type)?.id ?? null;
  const taken = { tradeBillId: idOf("trade"), fundBillId: idOf("fund_flow") };
  const fresh = { cursor: "", isLinesDone: false, counts: noCounts() };
  await saveStep(deps, run, { change: { state: "matching", ...taken, ...fresh } });
}

/** The channel's bill stands beside what somebody has uploaded; that both are there, and differ, somebody should look at. */
async function tellWhatIsOverruled(deps: RunDeps, run: RunRow, bill: BillRow): Promise<void> {
  if (!isOfChannel(bill)) return;
  const uploaded = await findNewestLoadedBill(deps.database.connection, keyOf(bill), "uploaded");
  if (uploaded === null) return;
  const { day, channelAccountId: account } = bill;
  const facts = { run_id: run.id, bill_id: bill.id, uploaded_bill_id: uploaded.id, source: uploaded.source };
  deps.logger.warn(facts, "an uploaded bill is not what the channel gives");
  deps.billsOverruled.inc({ type: bill.type });
  const text = `The ${bill.type} bill of ${day} of account ${account} that ${uploaded.source} uploaded (${uploaded.id}) is not the channel's (${bill.id}), which counts.`;
  deps.alarms.raise({ kind: "bill_overruled", subject: `${account} ${day}`, text });
}

function keyOf({ channelAccountId: accountId, day, type }: BillRow) {
  return { accountId, day, type };
}

/** A run that stood still in the middle begins anew, with a bill that is there by now. */
async function forget(deps: RunDeps, run: RunRow, bills: readonly BillRow[]): Promise<void> {
  const { connection } = deps.database;
  while ((await deleteLeftovers(connection, run.id, leftoversInDelete)) === leftoversInDelete) {
    await saveStep(deps, run, { change: {} });
  }
  const settling = await settlingOf(deps, bills, deps.clock.now());
  await saveStep(deps, run, {
    change: {},
    write: async (transaction) => {
      await deleteOpenSuspense(transaction, run.id);
      await settleUndecided(transaction, run.id, settling);
    },
  });
}

const leftoversInDelete = 10_000;

/** @returns the bill that counts, whose lines are there */
async function load(deps: RunDeps, run: RunRow, billId: string): Promise<BillRow> {
  const loaded = await loadBill(deps, billId, { stillMine: holder(deps, run) });
  switch (loaded.kind) {
    case "loaded":
      return withLines(deps, loaded.bill);
    case "rejected": {
      const { bill } = loaded;
      const uploaded = await findNewestLoadedBill(deps.database.connection, keyOf(bill), "uploaded");
      if (uploaded === null) throw new RunFault(`bill ${billId} is rejected: ${bill.fault ?? ""}`);
      return withLines(deps, uploaded);
    }
    case "bill_unknown":
    case "account_unknown":
      throw new RunFault(`bill ${billId} has no ${loaded.kind === "bill_unknown" ? "row" : "account"}`);
    case "busy":
    case "lost":
      throw new RunLost(`bill ${billId} is loaded by another process`);
  }
}

/** The bill and its file stay for longer than its lines. @throws RunFault where these are gone */
async function withLines({ database }: RunDeps, bill: BillRow): Promise<BillRow> {
  if (bill.lines === 0) return bill;
  const first = { after: { outNo: "", lineNo: 0 }, limit: 1 };
  if ((await pageOfLines(database.connection, bill.id, first)).length > 0) return bill;
  throw new RunFault(`the lines of bill ${bill.id} are older than they are kept`);
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
