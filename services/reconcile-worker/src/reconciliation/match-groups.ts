import type { LeftoverRow } from "@compose-pay/database";
import { classOfEntry, inNoOtherBill, isReturn, matchLines, type OwnRecord } from "@compose-pay/domain";
import type { MatchingRun } from "./matching-run.ts";
import type { Group } from "./read-groups.ts";
import { isDifference } from "./run-discrepancy.ts";

/** What was read since the run was last saved, and is saved together. */
export interface MatchStep {
  /** Up to which number; empty before the first. */
  readonly cursor: string;
  /** How many numbers there are in it. */
  readonly numbers: number;
  /** What is not plain, to be looked at closely. */
  readonly toExamine: Group[];
  readonly leftovers: LeftoverRow[];
}

export function emptyStep(cursor: string): MatchStep {
  return { cursor, numbers: 0, toExamine: [], leftovers: [] };
}

/**
 * Takes a page into a step. Nearly all of a day is one line and one entry that agree, and is classed here by nothing but
 * what was read; entries without a line wait until all lines are done, and the rest is looked at closely.
 */
export function takePage(run: MatchingRun, step: MatchStep, groups: readonly Group[]): MatchStep {
  for (const group of groups) {
    if (group.lines.length === 0) {
      step.leftovers.push({ ...loneEntry, runId: run.id, outNo: group.outNo });
    } else if (!isPlainMatch(group)) {
      step.toExamine.push(group);
    } else {
      run.counts.add("lines", "matched");
      run.counts.add("entries", "matched");
    }
  }
  return { ...step, cursor: groups.at(-1)?.outNo ?? step.cursor, numbers: step.numbers + groups.length };
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
