import { matchClasses, type MatchClass, type MatchCounts } from "@compose-pay/domain";

type Side = "lines" | "entries";

/** Counts that are added to while a run goes through a page. */
export interface RunCounts {
  add(side: Side, found: MatchClass): void;
  total(): MatchCounts;
}

/** @param before what the run has counted up to now, as its row has it */
export function countOn(before: MatchCounts): RunCounts {
  const counted = { lines: { ...before.lines }, entries: { ...before.entries } };
  return {
    add: (side, found) => {
      counted[side][found] += 1;
    },
    total: () => counted,
  };
}

export function noCounts(): MatchCounts {
  return { lines: zeros(), entries: zeros() };
}

/** Because a row's JSON was written by `countOn`; a class that is newer than the row has none. */
export function readCounts(stored: unknown): MatchCounts {
  const { lines, entries } = stored as MatchCounts;
  return { lines: { ...zeros(), ...lines }, entries: { ...zeros(), ...entries } };
}

function zeros(): Record<MatchClass, number> {
  // because each class has its number
  return Object.fromEntries(matchClasses.map((one) => [one, 0])) as Record<MatchClass, number>;
}
