import {
  type BookEntryRow,
  findBookEntries,
  findByOutNos,
  findExpiredSuspense,
  findLines,
  findTradeBills,
  type FullLine,
  type LeftoverRow,
  type NumberedRecord,
} from "@compose-pay/database";
import { dayOfChina, type Expected, matchLoneEntry } from "@compose-pay/domain";
import { findElsewhere } from "./find-elsewhere.ts";
import { type Findings, noFindings } from "./findings.ts";
import type { RunWorkDeps } from "./run-work.ts";
import type { MatchingRun } from "./matching-run.ts";
import { isDifference, runDiscrepancy } from "./run-discrepancy.ts";
import { isSuspenseOver } from "./suspense-window.ts";

/** Classes entries that no line of the bill has under their number, once all lines are done. */
export async function settleLeftovers(
  deps: RunWorkDeps,
  run: MatchingRun,
  rows: readonly LeftoverRow[],
): Promise<Findings> {
  const { connection } = deps.database;
  const { channelAccountId, day } = run;
  const findings = noFindings();
  const outNos = rows.filter(({ isEntry }) => isEntry).map(({ outNo }) => outNo);
  const records = await findByOutNos(connection, channelAccountId, outNos);
  const byNumber = new Map(records.map((record) => [record.outNo, record]));
  const entries = await findBookEntries(connection, channelAccountId, { outNos, days: [day] });
  const elsewhere = new Map([
    ...(await findElsewhere(connection, { channelAccountId, day, records })),
    ...(await findByLeftover(deps, run, rows)),
  ]);
  const expected = await findExpected(deps, run, records);
  for (const entry of entries) {
    const sides = { here: byNumber.get(entry.outNo) ?? null, there: elsewhere.get(entry.outNo) ?? null };
    const found = matchLoneEntry(entry, sides.there, expected(entry.outNo));
    run.counts.add("entries", found);
    const at = deps.clock.now();
    if (found === "suspended") findings.suspended.push(suspenseOf(entry, run.id, at));
    else if (isDifference(found)) {
      findings.discrepancies.push(runDiscrepancy(run, found, { sides: { ...sides, bookedOn: day }, at }));
    }
  }
  return findings;
}

function suspenseOf({ channelAccountId, outNo, day, kind, amount }: BookEntryRow, runId: string, at: Date) {
  const open = { state: "open", resolvedByRunId: null, suspendedAt: at, endedAt: null } as const;
  return { channelAccountId, outNo, day, kind, amount, runId, ...open };
}

/** Lines that have an entry by the channel's number. */
async function findByLeftover(
  { database: { connection } }: RunWorkDeps,
  run: MatchingRun,
  rows: readonly LeftoverRow[],
): Promise<readonly (readonly [string, FullLine])[]> {
  const numbers = rows.flatMap(({ lineOutNo }) => lineOutNo ?? []);
  const lines = Map.groupBy(await findLines(connection, [run.billId], numbers), ({ outNo }) => outNo);
  return rows.flatMap(({ outNo, lineOutNo, lineNo }) => {
    const line = lines.get(lineOutNo ?? "")?.find((one) => one.lineNo === lineNo);
    return line === undefined ? [] : [[outNo, line] as const];
  });
}

/** What may still be said of each entry: by bills that are not there yet. */
async function findExpected(
  { database: { connection } }: RunWorkDeps,
  { channelAccountId, day }: MatchingRun,
  records: readonly NumberedRecord[],
): Promise<(outNo: string) => Expected> {
  const outNos = records.map(({ outNo }) => outNo);
  const expired = await findExpiredSuspense(connection, { channelAccountId, outNos });
  const isOver = await isSuspenseOver(connection, { channelAccountId, day });
  const askedOn = new Map(
    records.flatMap((one) =>
      one.kind === "refund" ? [[one.outNo, dayOfChina(one.createdAt)] as const] : [],
    ),
  );
  const awaited = new Set<string>();
  for (const asked of new Set(askedOn.values())) {
    if (asked === day) continue;
    const bills = await findTradeBills(connection, { channelAccountId, days: [asked] });
    if (bills.length === 0) awaited.add(asked);
  }
  return (outNo) => ({
    isOverdue: isOver || expired.has(outNo),
    isBillAwaited: awaited.has(askedOn.get(outNo) ?? ""),
  });
}
