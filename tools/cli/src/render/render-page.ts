import type { JsonDocument } from "../command-result.ts";
import { renderTable } from "./render-table.ts";

export interface Page {
  readonly object: "list";
  readonly data: readonly JsonDocument[];
  readonly has_more: boolean;
  /** For `--starting-after`; null on the last page. */
  readonly next_cursor: string | null;
}

/**
 * A page of a list, in the shape that the API's lists have.
 *
 * @param found one row more than the page holds, when there are more
 * @param cursorOf the row's place in the list's order
 */
export function pageOf<Row>(
  found: readonly Row[],
  limit: number,
  { documentOf, cursorOf }: { documentOf: (row: Row) => JsonDocument; cursorOf: (row: Row) => string },
): Page & JsonDocument {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const hasMore = found.length > limit;
  return {
    object: "list",
    data: rows.map(documentOf),
    has_more: hasMore,
    next_cursor: hasMore && last !== undefined ? cursorOf(last) : null,
  };
}

/** @param columns members of the page's objects */
export function renderPage(page: Page, columns: readonly string[]): string {
  if (page.data.length === 0) return "none";
  const table = renderTable(
    columns,
    page.data.map((one) => columns.map((column) => one[column])),
  );
  return page.next_cursor === null ? table : `${table}\n\nmore: --starting-after ${page.next_cursor}`;
}
