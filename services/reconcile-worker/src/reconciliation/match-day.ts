import {
  type Connection,
  insertLeftovers,
  insertRunDiscrepancies,
  insertSuspense,
  pageOfLeftovers,
  type RunChange,
  type RunRow,
} from "@compose-pay/database";
import { examineGroups } from "./examine-groups.ts";
import { type Findings, noFindings } from "./findings.ts";
import { emptyStep, type MatchStep, takePage } from "./match-groups.ts";
import type { MatchingRun } from "./matching-run.ts";
import { readGroups } from "./read-groups.ts";
import { countOn, readCounts } from "./run-counts.ts";
import { type RunWorkDeps, saveStep, stopIfAsked } from "./run-work.ts";
import { settleLeftovers } from "./settle-leftovers.ts";

/** A step that has so many numbers is saved: what is done again after a kill is little, and seconds before a lease is over. */
const numbersInStep = 20_000;
/** One that has so many which are looked at closely is saved too: looking up and writing goes by statements of them. */
const differencesInStep = 1_000;
/** Entries without a line that are looked at in one step. */
const leftoversAtATime = 1_000;

/**
 * Gives every line of the bill and every entry of the day its class. Each step saves what it found together with how far
 * it has come, so that a run that is killed goes on from there, and nothing counts twice.
 */
export async function matchDay(
  deps: RunWorkDeps,
  row: RunRow & { readonly tradeBillId: string },
): Promise<MatchingRun> {
  const { id, fence, channelAccountId, day, traceId } = row;
  const counts = countOn(readCounts(row.counts));
  const run: MatchingRun = {
    id,
    fence,
    channelAccountId,
    day,
    traceId,
    counts,
    billId: row.tradeBillId,
    cursor: row.cursor,
    isLinesDone: row.isLinesDone,
  };
  if (!run.isLinesDone) await matchAllLines(deps, run);
  await settleAllLeftovers(deps, { ...run, cursor: run.isLinesDone ? run.cursor : "" });
  return run;
}

async function matchAllLines(deps: RunWorkDeps, run: MatchingRun): Promise<void> {
  let step = emptyStep(run.cursor);
  for await (const groups of readGroups(deps.database.connection, run)) {
    stopIfAsked(deps);
    step = takePage(run, step, groups);
    if (!isFull(step)) continue;
    await endStep(deps, run, { step, upTo: { cursor: step.cursor } });
    step = emptyStep(step.cursor);
  }
  await endStep(deps, run, { step, upTo: { cursor: "", isLinesDone: true } });
}

function isFull({ numbers, toExamine, leftovers }: MatchStep): boolean {
  return numbers >= numbersInStep || toExamine.length + leftovers.length >= differencesInStep;
}

/** How far a run has come. */
type UpTo = Pick<RunChange, "cursor" | "isLinesDone">;

async function endStep(
  deps: RunWorkDeps,
  run: MatchingRun,
  { step, upTo }: { readonly step: MatchStep; readonly upTo: UpTo },
): Promise<void> {
  const { toExamine: groups, leftovers } = step;
  const findings = { ...noFindings(), leftovers };
  if (groups.length > 0) await examineGroups(deps, run, { groups, findings });
  await saveFindings(deps, run, { findings, upTo });
}

async function settleAllLeftovers(deps: RunWorkDeps, run: MatchingRun): Promise<void> {
  let after = run.cursor;
  for (;;) {
    stopIfAsked(deps);
    const page = { after, limit: leftoversAtATime };
    const rows = await pageOfLeftovers(deps.database.connection, run.id, page);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.outNo;
    const findings = await settleLeftovers(deps, run, rows);
    await saveFindings(deps, run, { findings, upTo: { cursor: after } });
  }
}

async function saveFindings(
  deps: RunWorkDeps,
  run: MatchingRun,
  { findings, upTo }: { readonly findings: Findings; readonly upTo: UpTo },
): Promise<void> {
  const change = { ...upTo, counts: run.counts.total() };
  await saveStep(deps, run, { change, write: (transaction) => writeFindings(findings, transaction) });
}

async function writeFindings(findings: Findings, transaction: Connection): Promise<void> {
  await insertRunDiscrepancies(transaction, findings.discrepancies);
  await insertLeftovers(transaction, findings.leftovers);
  await insertSuspense(transaction, findings.suspended);
}
