import { countRunDiscrepancies, findRun, type RunRow } from "@compose-pay/database";
import { closeIfSettled, finishRun } from "./finish-run.ts";
import { loadBills } from "./load-bills.ts";
import { matchDay } from "./match-day.ts";
import { obtainBills } from "./obtain-bills.ts";
import type { RunDeps } from "./run-deps.ts";
import { RunFault, RunLost, saveStep } from "./run-work.ts";

/** Takes a run that is held as far as it comes now: to the end, to a bill that is not there, or to a fault. */
export async function advanceRun(deps: RunDeps, held: RunRow): Promise<void> {
  try {
    let run: RunRow | null = held;
    while (run !== null && (await step(deps, run))) run = await sameHold(deps, held);
  } catch (error) {
    if (error instanceof RunLost) return;
    if (!(error instanceof RunFault)) throw error;
    await stand(deps, held, error.message);
  }
}

/** @returns whether the next step can follow at once */
async function step(deps: RunDeps, run: RunRow): Promise<boolean> {
  switch (run.state) {
    case "waiting_for_bill": {
      const account = await deps.channels.find(run.channelAccountId);
      if (account === null) throw new RunFault(`there is no account ${run.channelAccountId}`);
      if (account.channel.billTypes.length === 0) throw new RunFault("the channel has no bills");
      return obtainBills(deps, run, account);
    }
    case "loading":
      await loadBills(deps, run);
      return true;
    case "matching":
      await match(deps, run);
      return false;
    case "balanced":
    case "has_discrepancies":
      await closeIfSettled(deps, run);
      return false;
    case "closed":
      return false;
  }
}

async function match(deps: RunDeps, run: RunRow): Promise<void> {
  const { tradeBillId } = run;
  if (tradeBillId === null) throw new RunFault("the run has no trade bill");
  await finishRun(deps, run, await matchDay(deps, { ...run, tradeBillId }));
  const { unresolved } = await countRunDiscrepancies(deps.database.connection, run.id);
  if (unresolved > 0) {
    const text = `${unresolved} differences on ${run.day} of account ${run.channelAccountId}: discrepancy list --run ${run.id}`;
    deps.alarms.raise({ kind: "day_differs", subject: `${run.channelAccountId} ${run.day}`, text });
  }
}

/** The row as its last step left it, as long as it is still held here. */
async function sameHold(deps: RunDeps, { id, fence }: RunRow): Promise<RunRow | null> {
  const run = await findRun(deps.database.connection, id);
  return run?.fence === fence ? run : null;
}

/** The run stands still, visibly, until somebody looks at it. */
async function stand(deps: RunDeps, run: RunRow, fault: string): Promise<void> {
  await saveStep(deps, run, { change: { fault: fault.slice(0, 512), dueAt: null } });
  deps.logger.error(
    { run_id: run.id, account_id: run.channelAccountId, day: run.day, fault },
    "a run stands still",
  );
  const text = `The reconciliation of ${run.day} of account ${run.channelAccountId} stands still: ${fault}`;
  deps.alarms.raise({ kind: "run_stands", subject: `${run.channelAccountId} ${run.day}`, text });
}
