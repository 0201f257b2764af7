import {
  type Connection,
  findByOutNos,
  findBookedDays,
  findLines,
  findTradeBills,
  type FullLine,
  type NumberedRecord,
} from "@compose-pay/database";
import { isReturn, suspenseDays } from "@compose-pay/domain";
import { daysAround } from "./days.ts";
import type { MatchingRun } from "./matching-run.ts";

/** What is known of some numbers beyond the page that has them. */
export interface LookedUp {
  readonly records: ReadonlyMap<string, NumberedRecord>;
  /** The day that has it, where that is near the run's or the run's: it may have been booked since the page was read. */
  readonly bookedOn: ReadonlyMap<string, string>;
  /** As evidence, by number. */
  readonly lines: ReadonlyMap<string, readonly FullLine[]>;
  /** Numbers of which the bill of another day has a line. */
  readonly seenElsewhere: ReadonlySet<string>;
  /** Numbers whose money went back by the bill of another day. */
  readonly givenBackElsewhere: ReadonlySet<string>;
}

/** Days around a run's in which its numbers may be booked or billed: what is suspended waits for so many. */
export const reachDays = suspenseDays + 1;

export async function lookUp(
  connection: Connection,
  run: MatchingRun,
  outNos: readonly string[],
): Promise<LookedUp> {
  const { channelAccountId } = run;
  const days = daysAround(run.day, reachDays);
  const others = await findTradeBills(connection, { channelAccountId, days });
  const [records, bookedOn, lines, elsewhere] = await Promise.all([
    findByOutNos(connection, channelAccountId, outNos),
    findBookedDays(connection, channelAccountId, { outNos, days: [run.day, ...days] }),
    findLines(connection, [run.billId], outNos),
    findLines(connection, others, outNos),
  ]);
  return {
    records: new Map(records.map((record) => [record.outNo, record])),
    bookedOn,
    lines: Map.groupBy(lines, ({ outNo }) => outNo),
    seenElsewhere: new Set(elsewhere.filter((line) => !isReturn(line)).map(({ outNo }) => outNo)),
    givenBackElsewhere: new Set(elsewhere.filter(isReturn).map(({ outNo }) => outNo)),
  };
}
