/** What both sides have of one number; at least one side has something. */
export interface NumberGroup<Line, Entry> {
  readonly outNo: string;
  readonly lines: readonly Line[];
  readonly entry: Entry | null;
}

interface Numbered {
  readonly outNo: string;
}

/** One more page of each side, in the order of their numbers, and whether it was the last. */
export interface MergePages<Line, Entry> {
  readonly lines: readonly Line[];
  readonly entries: readonly Entry[];
  readonly areLinesOver: boolean;
  readonly areEntriesOver: boolean;
}

export interface Merged<Line, Entry> {
  readonly groups: readonly NumberGroup<Line, Entry>[];
  /** What cannot be grouped before more of the other side is read; it comes first with the next pages. */
  readonly restLines: readonly Line[];
  readonly restEntries: readonly Entry[];
}

/**
 * Puts lines and entries of one number together, as two sorted streams: all numbers of which no further line or entry
 * can come. However the streams are cut into pages, the groups are the same.
 *
 * Numbers are compared by their UTF-16 code units, as a binary collation orders them but for characters outside the
 * basic plane, which no number may have.
 */
export function mergeByNumber<Line extends Numbered, Entry extends Numbered>({
  lines,
  entries,
  areLinesOver,
  areEntriesOver,
}: MergePages<Line, Entry>): Merged<Line, Entry> {
  const isWhole = wholeNumbers(
    { last: lines.at(-1)?.outNo, isOver: areLinesOver },
    { last: entries.at(-1)?.outNo, isOver: areEntriesOver },
  );
  const groups: NumberGroup<Line, Entry>[] = [];
  let line = 0;
  let entry = 0;
  for (;;) {
    const outNo = smaller(lines[line]?.outNo, entries[entry]?.outNo);
    if (outNo === undefined || !isWhole(outNo)) break;
    const from = line;
    while (lines[line]?.outNo === outNo) line += 1;
    const booked = entries[entry];
    const own = booked?.outNo === outNo ? booked : null;
    if (own !== null) entry += 1;
    groups.push({ outNo, lines: lines.slice(from, line), entry: own });
  }
  return { groups, restLines: lines.slice(line), restEntries: entries.slice(entry) };
}

interface Side {
  readonly last: string | undefined;
  readonly isOver: boolean;
}

/** Of a line's number more lines may follow, so it is whole only behind it; an entry's number comes once. */
function wholeNumbers(lines: Side, entries: Side): (outNo: string) => boolean {
  return (outNo) =>
    (lines.isOver || (lines.last !== undefined && outNo < lines.last)) &&
    (entries.isOver || (entries.last !== undefined && outNo <= entries.last));
}

function smaller(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}
