import { dayOfChina } from "../day-of-china.ts";
import type { BillLine } from "../bill-line.ts";
import { aroundMidnightMs, type MatchClass } from "./match-class.ts";

/** An entry that no line of its day's bill has under its number. Amounts in fen. */
export interface LoneEntry {
  readonly day: string;
  readonly amount: number;
  readonly fee: number;
  readonly occurredAt: Date;
}

/** A line that has it all the same: in another day's bill, by the channel's number, or under its order's. */
export type OtherLine = Pick<BillLine, "amount" | "fee" | "status">;

/** What bills may still say of an entry. */
export interface Expected {
  /** All days whose bills may have it are matched, or somebody has waited for them in vain. */
  readonly isOverdue: boolean;
  /** The bill of the day on which it was asked for is not there yet. */
  readonly isBillAwaited: boolean;
}

/** Classes an entry of our books that the bill of its day does not have under its number. */
export function matchLoneEntry(
  entry: LoneEntry,
  elsewhere: OtherLine | null,
  { isOverdue, isBillAwaited }: Expected,
): MatchClass {
  if (elsewhere !== null) return classOfOther(entry, elsewhere);
  return !isOverdue && (isBillAwaited || isAroundMidnight(entry)) ? "suspended" : "missing_there";
}

/** An entry has succeeded; what a snapshot had as under way has done so since then. */
function classOfOther(entry: LoneEntry, { amount, fee, status }: OtherLine): MatchClass {
  if (amount !== entry.amount) return "amount_differs";
  if (status === "failed") return "status_differs";
  return status === "succeeded" && fee !== entry.fee ? "fee_differs" : "matched";
}

function isAroundMidnight({ day, occurredAt }: LoneEntry): boolean {
  const at = occurredAt.getTime();
  return (
    dayOfChina(new Date(at - aroundMidnightMs)) !== day || dayOfChina(new Date(at + aroundMidnightMs)) !== day
  );
}
