import type { List } from "@compose-pay/contracts";
import { invalidRequest, type Refusal } from "./answer.ts";

/** Makes a page of rows that were read with one more than the page holds. */
export function listOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { idOf, show }: { readonly idOf: (row: Row) => string; readonly show: (row: Row) => Item },
): List<Item> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    object: "list",
    data: page.map(show),
    has_more: hasMore,
    next_cursor: hasMore ? idOf(last) : null,
  };
}

export function unknownCursor(what: string): Refusal {
  return invalidRequest([{ path: "starting_after", message: `is not the id of a ${what} of this list` }]);
}
