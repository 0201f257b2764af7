/** A page of rows that no index tells apart from others. */
export interface LookedThrough<Row> {
  readonly rows: readonly Row[];
  /** The row behind which the next page begins; null on the last one. */
  readonly last: Row | null;
}

const rowsInLook = 250;

/**
 * Looks at rows in their order, at most so many, until a page of them is full. So a page can be shorter than its limit, or
 * empty, and yet be followed by another; what is looked at is bounded, however many there are that are not wanted.
 *
 * @param read the next rows behind one, in the list's order
 */
export async function lookThrough<Row>(
  read: (after: Row | null, limit: number) => Promise<readonly Row[]>,
  wanted: {
    readonly isWanted: (row: Row) => boolean;
    readonly limit: number;
    readonly mostLookedAt: number;
  },
): Promise<LookedThrough<Row>> {
  const rows: Row[] = [];
  let last: Row | null = null;
  // Where all are wanted, the first look is enough.
  let size = wanted.limit + 1;
  for (let looked = 0; looked < wanted.mostLookedAt; looked += size, size = rowsInLook) {
    const some: readonly Row[] = await read(last, size);
    for (const row of some) {
      if (wanted.isWanted(row) && rows.length === wanted.limit) return { rows, last };
      last = row;
      if (wanted.isWanted(row)) rows.push(row);
    }
    if (some.length < size) return { rows, last: null };
  }
  return { rows, last };
}
