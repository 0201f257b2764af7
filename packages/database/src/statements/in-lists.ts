/**
 * MariaDB makes a subquery of a list of 1 000 values or more, and gives up the key of the table; MySQL does so at some
 * number of places. Below both, a list is looked up value by value.
 */
const mostInList = 900;

/** Cuts values for `IN (…)` into lists that are looked up by their key. @param others how many values stand beside each */
export function inLists(values: readonly string[], others = 1): readonly (readonly string[])[] {
  const size = Math.max(1, Math.floor(mostInList / Math.max(1, others)));
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}
