import type { Page } from "@compose-pay/contracts";

/** Makes a page of rows that were read with one more than the page holds. */
export function pageOf<Row, View>(
  rows: readonly Row[],
  limit: number,
  { nextOf, show }: { readonly nextOf: (row: Row) => string; readonly show: (row: Row) => View },
): Page<View> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown.map(show), next: rows.length > limit && last !== undefined ? nextOf(last) : null };
}
