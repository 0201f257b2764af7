import { ChannelAccountUnusable } from "@compose-pay/application";
import {
  countRunDiscrepancies,
  findRun,
  mostCountedOfRun,
  type RunRow,
  updateRun,
} from "@compose-pay/database";
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
    if (error instanceof RunLost) return giveBack(deps, held);
    if (error instanceof RunFault || error instanceof ChannelAccountUnusable) {
      await stand(deps, held, error.message);
    } else {
      await tryAgainLater(deps, held, error);
    }
  }
}

/** A process that stops leaves its run to the next one at once, and not when its lease is over. */
async function giveBack(deps: RunDeps, { id, fence }: RunRow): Promise<void> {
  if (!deps.signal.aborted) return;
  await updateRun(deps.database.connection, { id, fence }, { dueAt: deps.clock.now() });
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
    const many = unresolved < mostCountedOfRun ? unresolved : `${mostCountedOfRun} or more`;
    const text = `${many} differences on ${run.day} of account ${run.channelAccountId}: discrepancy list --run ${run.id}`;
    deps.alarms.raise({ kind: "day_differs", subject: `${run.channelAccountId} ${run.day}`, text });
  }
}

/** The row as its last step left it, as long as it is still held here. */
async function sameHold(deps: RunDeps, { id, fence }: RunRow): Promise<RunRow | null> {
  const run = await findRun(deps.database.connection, id);
  return run?.fence === fence ? run : null;
}

/** After something of ours that is away, such as the archive: nothing of the run is lost. */
const tryAgainMs = 60_000;

async function tryAgainLater(deps: RunDeps, run: RunRow, error: unknown): Promise<void> {
  const { id, channelAccountId, day } = run;
  deps.logger.error(
    { error, run_id: id, account_id: channelAccountId, day },
    "a run failed and is tried again",
  );
  const text = `The reconciliation of ${day} of account ${channelAccountId} fails and is tried again; the log of run ${id} says why.`;
  deps.alarms.raise({ kind: "run_fails", subject: `${channelAccountId} ${day}`, text });
  const dueAt = new Date(deps.clock.now().getTime() + tryAgainMs);
  await saveStep(deps, run, { change: { dueAt } });
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
