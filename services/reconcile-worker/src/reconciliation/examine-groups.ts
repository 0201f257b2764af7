import { bookLate, mostBookedLate } from "@compose-pay/application";
import { type BookEntryRow, type FullLine, inTransaction, type NumberedRecord } from "@compose-pay/database";
import { classOfEntry, isReturn, type LineMatch, matchLines } from "@compose-pay/domain";
import type { Findings } from "./findings.ts";
import { findByTheirNumbers } from "./find-by-their-numbers.ts";
import { lookUp, type LookedUp } from "./look-up.ts";
import type { RunWorkDeps } from "./run-work.ts";
import type { MatchingRun } from "./matching-run.ts";
import { ownRecord } from "./own-record.ts";
import type { Group } from "./read-groups.ts";
import { isDifference, runDiscrepancy } from "./run-discrepancy.ts";

/** Groups that are more than one line and one entry that agree, with all that is known of their numbers. */
export async function examineGroups(
  deps: RunWorkDeps,
  run: MatchingRun,
  { groups, findings }: { readonly groups: readonly Group[]; readonly findings: Findings },
): Promise<void> {
  const { connection } = deps.database;
  const outNos = groups.map(({ outNo }) => outNo);
  const known = await lookUp(connection, run, outNos);
  const strangers = groups.filter(({ outNo }) => !known.records.has(outNo));
  const byTheirs = await findByTheirNumbers(connection, run, { groups: strangers, known });
  const unbooked = await bookWhatIsNot(deps, groups, known);
  for (const group of groups) {
    const record = known.records.get(group.outNo) ?? byTheirs.get(group.outNo) ?? null;
    const late = unbooked.get(group.outNo);
    const bookedOn = group.entry === null ? (late?.day ?? known.bookedOn.get(group.outNo) ?? null) : run.day;
    const others = {
      isSeenBefore: bookedOn !== null && bookedOn !== run.day && known.seenElsewhere.has(group.outNo),
      isGivenBack: known.givenBackElsewhere.has(group.outNo),
    };
    const matches = matchLines(group.lines, record === null ? null : ownRecord(record), others);
    for (const match of matches) run.counts.add("lines", match.class);
    for (const match of firstOfEachClass(matches)) {
      if (!isDifference(match.class)) continue;
      const sides = { here: record, bookedOn, there: fullLine(known, group.outNo, match) };
      findings.discrepancies.push(runDiscrepancy(run, match.class, { sides, at: deps.clock.now() }));
    }
    if (bookedOn === run.day) run.counts.add("entries", classOfEntry(matches));
    if (record !== null && record.outNo !== group.outNo)
      findings.leftovers.push(byNumber(run, record, group));
  }
}

/** A number has one discrepancy of a type on a day: that of the line which comes first, which is the payment's own. */
function firstOfEachClass(matches: readonly LineMatch[]): readonly LineMatch[] {
  return matches.filter((match, index) => matches.findIndex((one) => one.class === match.class) === index);
}

/** A line that has a record under another number: its entry is no lone one. */
function byNumber(run: MatchingRun, { outNo }: NumberedRecord, { lines, outNo: lineOutNo }: Group) {
  return { runId: run.id, outNo, isEntry: false, lineNo: lines[0]?.lineNo ?? null, lineOutNo };
}

function fullLine(known: LookedUp, outNo: string, { line }: LineMatch): FullLine | null {
  return known.lines.get(outNo)?.find(({ lineNo }) => lineNo === line.lineNo) ?? null;
}

/** A service of the version before made a success without booking it. */
async function bookWhatIsNot(
  deps: RunWorkDeps,
  groups: readonly Group[],
  { records, bookedOn }: LookedUp,
): Promise<ReadonlyMap<string, BookEntryRow>> {
  const outNos = groups
    .filter(({ outNo, entry, lines }) => {
      const isBooked = entry !== null || bookedOn.has(outNo);
      return !isBooked && records.get(outNo)?.state === "succeeded" && lines.some((line) => !isReturn(line));
    })
    .map(({ outNo }) => outNo);
  const booked = new Map<string, BookEntryRow>();
  for (let start = 0; start < outNos.length; start += mostBookedLate) {
    const some = outNos.slice(start, start + mostBookedLate);
    const entries = await inTransaction(deps.database, (transaction) =>
      bookLate(transaction, some, deps.clock.now()),
    );
    for (const entry of entries) booked.set(entry.outNo, entry);
  }
  return booked;
}
