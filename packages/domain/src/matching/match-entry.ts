import { dayOfChina } from "../day-of-china.ts";
import { aroundMidnightMs, type MatchClass } from "./match-class.ts";

/** An entry that no line of its day's bill has under its number. Amounts in fen. */
export interface LoneEntry {
  readonly day: string;
  readonly amount: number;
  readonly occurredAt: Date;
}

/** A line that has it all the same: in another day's bill, by the channel's number, or under its order's. */
export interface OtherLine {
  readonly amount: number;
}

/** Classes an entry of our books that the bill of its day does not have under its number. */
export function matchLoneEntry(entry: LoneEntry, elsewhere: OtherLine | null): MatchClass {
  if (elsewhere !== null) return elsewhere.amount === entry.amount ? "matched" : "amount_differs";
  return isAroundMidnight(entry) ? "suspended" : "missing_there";
}

function isAroundMidnight({ day, occurredAt }: LoneEntry): boolean {
  const at = occurredAt.getTime();
  return (
    dayOfChina(new Date(at - aroundMidnightMs)) !== day || dayOfChina(new Date(at + aroundMidnightMs)) !== day
  );
}
