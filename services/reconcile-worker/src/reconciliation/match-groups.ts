import { classOfEntry, inNoOtherBill, isReturn, matchLines, type OwnRecord } from "@compose-pay/domain";
import { examineGroups } from "./examine-groups.ts";
import { type Findings, noFindings } from "./findings.ts";
import type { MatchDeps } from "./match-day.ts";
import type { MatchingRun } from "./matching-run.ts";
import type { Group } from "./read-groups.ts";
import { isDifference } from "./run-discrepancy.ts";

/**
 * Classes what a page has. Nearly all of a day is one line and one entry that agree, and needs nothing but what was read;
 * entries without a line wait until all lines are done, and the rest is looked at closely.
 */
export async function matchGroups(
  deps: MatchDeps,
  run: MatchingRun,
  groups: readonly Group[],
): Promise<Findings> {
  const findings = noFindings();
  const toExamine: Group[] = [];
  for (const group of groups) {
    if (group.lines.length === 0) {
      findings.leftovers.push({ ...loneEntry, runId: run.id, outNo: group.outNo });
    } else if (!isPlainMatch(group)) {
      toExamine.push(group);
    } else {
      run.counts.add("lines", "matched");
      run.counts.add("entries", "matched");
    }
  }
  if (toExamine.length > 0) await examineGroups(deps, run, { groups: toExamine, findings });
  return findings;
}

const loneEntry = { isEntry: true, lineNo: null, lineOutNo: null } as const;

function isPlainMatch({ lines, entry }: Group): boolean {
  const [line] = lines;
  if (entry === null || line === undefined || lines.length > 1 || isReturn(line)) return false;
  const own: OwnRecord = {
    outNo: entry.outNo,
    kind: entry.kind,
    amount: entry.amount,
    fee: entry.fee,
    state: "succeeded",
    isReturned: false,
  };
  return !isDifference(classOfEntry(matchLines(lines, own, inNoOtherBill)));
}
