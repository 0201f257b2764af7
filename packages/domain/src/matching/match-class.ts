import type { BillLine, BookedKind } from "../bill-line.ts";

/**
 * What a line of a bill, or an entry of our books, is found to be. Every one is exactly one of these.
 *
 * - `missing_here`: the channel has it and we do not know its number. `missing_there`: the other way round.
 * - `suspended`: an entry that the day's bill does not have and another one may: around midnight the next days', of a
 *   refund that of the day on which it was asked for.
 * - `duplicate`: a further line of a number, in this bill or after another day's.
 */
export const matchClasses = [
  "matched",
  "missing_here",
  "missing_there",
  "amount_differs",
  "status_differs",
  "fee_differs",
  "duplicate",
  "suspended",
] as const;
export type MatchClass = (typeof matchClasses)[number];

/** How many lines and entries are of each class. */
export interface MatchCounts {
  readonly lines: Readonly<Record<MatchClass, number>>;
  readonly entries: Readonly<Record<MatchClass, number>>;
}

/**
 * `open`: it may still succeed. `ended`: closed or failed. `held`: a refund whose money the channel holds.
 */
export type OwnState = "open" | "succeeded" | "ended" | "held";

/** What we know of a number that is ours. Amounts in fen; the fee of a refund is negative. */
export interface OwnRecord {
  readonly outNo: string;
  readonly kind: BookedKind;
  readonly amount: number;
  readonly fee: number;
  readonly state: OwnState;
  /** Its money went back with a cancel, as a refund that the channel made by itself. */
  readonly isReturned: boolean;
}

/** What decides between a line and a record; the rest of a line is evidence. */
export type MatchedLine = Pick<
  BillLine,
  "lineNo" | "kind" | "outNo" | "outTradeNo" | "amount" | "fee" | "status"
>;

/** How near to midnight of China an entry's bill may be another day's, in milliseconds. */
export const aroundMidnightMs = 30 * 60_000;

/** The bills of how many days after it may still have what is suspended. */
export const suspenseDays = 3;
