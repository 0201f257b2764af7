import { loadBill } from "@compose-pay/application";
import type { RunRow } from "@compose-pay/database";
import type { RunDeps } from "./run-deps.ts";
import { RunFault, RunLost, saveStep } from "./run-work.ts";
import { noCounts } from "./run-counts.ts";

/** Reads the run's bills into lines, all of each or none. @throws RunFault for a bill that cannot be read */
export async function loadBills(deps: RunDeps, run: RunRow): Promise<void> {
  for (const billId of [run.tradeBillId, run.fundBillId]) {
    if (billId !== null) await load(deps, run, billId);
  }
  const fresh = { cursor: "", isLinesDone: false, counts: noCounts() };
  await saveStep(deps, run, { change: { state: "matching", ...fresh } });
}

async function load(deps: RunDeps, run: RunRow, billId: string): Promise<void> {
  const loaded = await loadBill(deps, billId, { stillMine: holder(deps, run) });
  switch (loaded.kind) {
    case "loaded":
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
