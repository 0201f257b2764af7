import type { BillLineRow } from "@compose-pay/database";
import { startOfDay } from "@compose-pay/domain";

const dayMs = 86_400_000;
/** What happens around midnight may stand in either bill. */
const aroundMidnightMs = 3_600_000;

/** Counts whether the lines of a bill are of its day, which no member of the file may say. */
export interface BillDayTally {
  add(rows: readonly Pick<BillLineRow, "occurredAt">[]): void;
  /** More lines are clearly of other days than are of this one. */
  isOfOtherDays(): boolean;
}

/** @param day of China, `2026-11-22` */
export function createBillDayTally(day: string): BillDayTally {
  const from = startOfDay(day).getTime() - aroundMidnightMs;
  const to = from + dayMs + 2 * aroundMidnightMs;
  let [inside, outside] = [0, 0];
  return {
    add: (rows) => {
      for (const { occurredAt } of rows) {
        if (occurredAt.getTime() >= from && occurredAt.getTime() < to) inside += 1;
        else outside += 1;
      }
    },
    isOfOtherDays: () => outside > inside,
  };
}
