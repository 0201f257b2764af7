import { unitsOfSummary, unitsPerYuan, yuanOfUnits } from "./bill-number.ts";
import { BillUnreadable } from "./bill-unreadable.ts";

/** A number of a summary, and what the rows came to. */
export interface Told {
  /** The channel's name of it. */
  readonly name: string;
  readonly text: string;
  readonly lineNo: number | null;
}

/** @throws BillUnreadable when the rows are not as many as the summary says */
export function holdCount(told: Told, counted: number): void {
  if (unitsOfSummary(told.text) === counted * unitsPerYuan) return;
  throw new BillUnreadable("count_differs", told.lineNo, `${told.name}: counted ${counted}`);
}

/**
 * @param counted in units of 0.00001 yuan; one of several where a channel does not say which sum it means
 * @throws BillUnreadable when the rows come to none of them
 */
export function holdSum(told: Told, ...counted: readonly number[]): void {
  if (counted.includes(unitsOfSummary(told.text))) return;
  const sums = counted.map(yuanOfUnits).join(" or ");
  throw new BillUnreadable("sum_differs", told.lineNo, `${told.name}: counted ${sums}`);
}
