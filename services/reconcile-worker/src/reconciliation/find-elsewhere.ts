import {
  type Connection,
  findLines,
  findTradeBills,
  type FullLine,
  type NumberedRecord,
} from "@compose-pay/database";
import { dayOfChina, isReturn } from "@compose-pay/domain";
import { daysAround } from "./days.ts";
import { reachDays } from "./look-up.ts";

export interface SoughtEntries {
  readonly channelAccountId: string;
  readonly day: string;
  readonly records: readonly NumberedRecord[];
}

/**
 * Lines that the loaded bills around a day have of entries which the day's own bill does not have under their number. Money
 * that a cancel gave back stands under the number of its order, in the day's own bill too.
 *
 * @returns by the entry's number
 */
export async function findElsewhere(
  connection: Connection,
  { channelAccountId, day, records }: SoughtEntries,
): Promise<ReadonlyMap<string, FullLine>> {
  const days = new Set([day, ...daysAround(day, reachDays)]);
  // A refund may stand in the bill of the day on which it was asked for, however long it took.
  for (const record of records) if (record.kind === "refund") days.add(dayOfChina(record.createdAt));
  const bills = await findTradeBills(connection, { channelAccountId, days: [...days] });
  const returns = records.flatMap((one) => (one.kind === "refund" && one.isReturn ? [one] : []));
  const outNos = records.map(({ outNo }) => outNo);
  const found = await findLines(connection, bills, [...outNos, ...returns.map(({ attemptId }) => attemptId)]);
  const lines = Map.groupBy(found, ({ outNo }) => outNo);
  return new Map([
    ...returns.flatMap(({ outNo, attemptId }) => pair(outNo, lines.get(attemptId)?.find(isReturn))),
    ...outNos.flatMap((outNo) =>
      pair(
        outNo,
        lines.get(outNo)?.find((line) => !isReturn(line)),
      ),
    ),
  ]);
}

function pair(outNo: string, line: FullLine | undefined): readonly (readonly [string, FullLine])[] {
  return line === undefined ? [] : [[outNo, line]];
}
