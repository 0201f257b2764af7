import {
  findBookEntries,
  findByOutNos,
  findLines,
  findTradeBills,
  type FullLine,
  type LeftoverRow,
  type NumberedRecord,
} from "@compose-pay/database";
import { dayOfChina, isReturn, matchLoneEntry } from "@compose-pay/domain";
import { daysAround } from "./days.ts";
import { type Findings, noFindings } from "./findings.ts";
import { reachDays } from "./look-up.ts";
import type { MatchDeps } from "./match-day.ts";
import type { MatchingRun } from "./matching-run.ts";
import { isDifference, runDiscrepancy } from "./run-discrepancy.ts";

/** Classes entries that no line of the bill has under their number, once all lines are done. */
export async function settleLeftovers(
  deps: MatchDeps,
  run: MatchingRun,
  rows: readonly LeftoverRow[],
): Promise<Findings> {
  const { connection } = deps.database;
  const findings = noFindings();
  const outNos = rows.filter(({ isEntry }) => isEntry).map(({ outNo }) => outNo);
  const records = await findByOutNos(connection, run.channelAccountId, outNos);
  const byNumber = new Map(records.map((record) => [record.outNo, record]));
  const ofRun = { outNos, days: [run.day] };
  const entries = await findBookEntries(connection, run.channelAccountId, ofRun);
  const elsewhere = await findElsewhere(deps, run, { rows, records });
  for (const entry of entries) {
    const there = elsewhere.get(entry.outNo) ?? null;
    const found = matchLoneEntry(entry, there);
    run.counts.add("entries", found);
    const at = deps.clock.now();
    if (found === "suspended") {
      const { channelAccountId, outNo, day, kind, amount } = entry;
      const open = { state: "open", resolvedByRunId: null, suspendedAt: at, endedAt: null } as const;
      findings.suspended.push({ channelAccountId, outNo, day, kind, amount, runId: run.id, ...open });
    } else if (isDifference(found)) {
      const sides = { here: byNumber.get(entry.outNo) ?? null, bookedOn: entry.day, there };
      findings.discrepancies.push(runDiscrepancy(run, found, { sides, at }));
    }
  }
  return findings;
}

interface Lone {
  readonly rows: readonly LeftoverRow[];
  readonly records: readonly NumberedRecord[];
}

/** Lines that have these entries all the same, by the entry's number. */
async function findElsewhere(
  { database: { connection } }: MatchDeps,
  run: MatchingRun,
  { rows, records }: Lone,
): Promise<ReadonlyMap<string, FullLine>> {
  const days = new Set(daysAround(run.day, reachDays));
  // A refund may stand in the bill of the day on which it was asked for, however long it took.
  for (const record of records) if (record.kind === "refund") days.add(dayOfChina(record.createdAt));
  days.delete(run.day);
  const around = { channelAccountId: run.channelAccountId, days: [...days] };
  const byTheirs = rows.flatMap(({ lineOutNo }) => lineOutNo ?? []);
  const returns = records.flatMap((one) => (one.kind === "refund" && one.isReturn ? [one] : []));
  const ofReturns = returns.map(({ attemptId }) => attemptId);
  const outNos = records.map(({ outNo }) => outNo);
  const otherBills = await findTradeBills(connection, around);
  const [here, others] = await Promise.all([
    findLines(connection, [run.billId], [...byTheirs, ...ofReturns]),
    findLines(connection, otherBills, [...outNos, ...ofReturns]),
  ]);
  const all = [...others, ...here];
  const lines = Map.groupBy(all, ({ outNo }) => outNo);
  return new Map([
    ...outNos.flatMap((outNo) =>
      pair(
        outNo,
        lines.get(outNo)?.find((line) => !isReturn(line)),
      ),
    ),
    ...returns.flatMap(({ outNo, attemptId }) => pair(outNo, lines.get(attemptId)?.find(isReturn))),
    ...rows.flatMap(({ outNo, lineOutNo, lineNo }) =>
      pair(
        outNo,
        lines.get(lineOutNo ?? "")?.find((line) => line.lineNo === lineNo && line.billId === run.billId),
      ),
    ),
  ]);
}

function pair(outNo: string, line: FullLine | undefined): readonly (readonly [string, FullLine])[] {
  return line === undefined ? [] : [[outNo, line]];
}
