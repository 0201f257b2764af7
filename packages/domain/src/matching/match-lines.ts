import type { MatchClass, MatchedLine, OwnRecord } from "./match-class.ts";

export interface LineMatch {
  readonly line: MatchedLine;
  readonly class: MatchClass;
}

/** What the bills of other days say of a number. */
export interface OtherBills {
  /** One of them has a line of it, and this day is not the one of our books. */
  readonly isSeenBefore: boolean;
  /** One of them has that its money went back with a cancel. */
  readonly isGivenBack: boolean;
}

/** No other bill has the number. */
export const inNoOtherBill: OtherBills = { isSeenBefore: false, isGivenBack: false };

/**
 * Classes the lines that a bill has of one number.
 *
 * @param lines at least one, all of one number, by their place in the file
 * @param own what we know of the number; null when it is none of ours
 * @returns a class for each line, in the same order
 */
export function matchLines(
  lines: readonly MatchedLine[],
  own: OwnRecord | null,
  others: OtherBills,
): readonly LineMatch[] {
  const main = lines.find((line) => !isReturn(line));
  const back = lines.find(isReturn);
  return lines.map((line) => ({ line, class: classOf(line) }));

  function classOf(line: MatchedLine): MatchClass {
    if (line === back) return classOfReturn(line, own);
    if (line !== main || others.isSeenBefore) return "duplicate";
    return classOfMain(line, own, back !== undefined || others.isGivenBack);
  }
}

/** The class of an entry of our books of which the bill has these lines. */
export function classOfEntry(matches: readonly LineMatch[]): MatchClass {
  const main = matches.find(({ line }) => !isReturn(line)) ?? matches[0];
  if (main === undefined) throw new Error("an entry is classed by lines only where there are some");
  return main.class;
}

/**
 * Money that a cancel gave back has no number of its own: it stands under the number of its order, as an order that
 * was revoked or as a refund.
 */
export function isReturn(line: Pick<MatchedLine, "status" | "kind" | "outNo" | "outTradeNo">): boolean {
  return line.status === "revoked" || (line.kind === "refund" && line.outNo === line.outTradeNo);
}

function classOfMain(line: MatchedLine, own: OwnRecord | null, isGivenBack: boolean): MatchClass {
  if (own === null || own.kind !== line.kind) return "missing_here";
  if (own.amount !== line.amount) return "amount_differs";
  if (!agrees(line, own, isGivenBack)) return "status_differs";
  const isFeeFinal = line.status === "succeeded" && own.state === "succeeded";
  return isFeeFinal && own.fee !== line.fee ? "fee_differs" : "matched";
}

function classOfReturn(line: MatchedLine, own: OwnRecord | null): MatchClass {
  if (own === null || own.kind !== "payment") return "missing_here";
  if (own.amount !== line.amount) return "amount_differs";
  return own.state === "ended" || (own.state === "succeeded" && own.isReturned)
    ? "matched"
    : "status_differs";
}

/** Whether both sides say the same of how it went. A bill is a snapshot: we may know more of a refund by now. */
function agrees({ kind, status }: MatchedLine, { state }: OwnRecord, isGivenBack: boolean): boolean {
  switch (status) {
    case "succeeded":
      // What was paid and given back in one day may be one that was never more than closed here.
      return state === "succeeded" || (kind === "payment" && state === "ended" && isGivenBack);
    case "processing":
      return kind === "refund";
    case "failed":
      return kind === "refund" && (state === "ended" || state === "held");
    case "revoked":
      return false;
  }
}
