import {
  type Connection,
  findByChannelNos,
  findLines,
  type FullLine,
  type NumberedRecord,
} from "@compose-pay/database";
import type { LookedUp } from "./look-up.ts";
import type { MatchingRun } from "./matching-run.ts";
import type { Group } from "./read-groups.ts";

/**
 * Records of lines whose number is none of ours, by the channel's number: of the same kind, without a line of their own,
 * and only where one line and one record have it. Numbers that several have say nothing.
 *
 * @returns by the line's own number
 */
export async function findByTheirNumbers(
  connection: Connection,
  run: MatchingRun,
  { groups, known }: { readonly groups: readonly Group[]; readonly known: LookedUp },
): Promise<ReadonlyMap<string, NumberedRecord>> {
  const lines = groups.flatMap(({ outNo, lines: of }) =>
    of.length === 1 ? (known.lines.get(outNo) ?? []) : [],
  );
  const numbers = [...new Set(lines.map(({ channelNo }) => channelNo).filter((one) => one !== ""))];
  const found = await findByChannelNos(connection, run.channelAccountId, numbers);
  const ownNumbers = found.map(({ outNo }) => outNo);
  const withLines = new Set(
    (await findLines(connection, [run.billId], ownNumbers)).map(({ outNo }) => outNo),
  );
  const records = found.filter(({ outNo }) => !withLines.has(outNo));
  const linesOf = Map.groupBy(lines, keyOfLine);
  const recordsOf = Map.groupBy(records, ({ kind, channelNo }) => `${kind} ${channelNo}`);
  return new Map(
    lines.flatMap((line) => {
      const [record, ...others] = recordsOf.get(keyOfLine(line)) ?? [];
      const isSure =
        record !== undefined && others.length === 0 && linesOf.get(keyOfLine(line))?.length === 1;
      return isSure ? [[line.outNo, record] as const] : [];
    }),
  );
}

function keyOfLine({ kind, channelNo }: FullLine): string {
  return `${kind} ${channelNo}`;
}
