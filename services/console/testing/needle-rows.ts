import type { FilledRow } from "./fill-table.ts";

/** How many rows fit all filters together. */
export const needles = 25;

/** More than any page may read. */
const hay = 400;

export interface Needle {
  /** By column: the value that is asked for, and another one. */
  readonly filters: Readonly<Record<string, readonly [asked: unknown, other: unknown]>>;
  /** Columns of which the asked value is rare by its nature: as many rows as `needles` have it beside others. */
  readonly rare?: readonly string[];
}

/**
 * Rows, the oldest first, of which a few fit all filters, and those are the oldest; before them stand many for every
 * choice of the filters that fit these and no others. So a list that goes along an index of fewer filters than it was
 * asked for has to pass over all of them.
 */
export function needleRows({ filters, rare = [] }: Needle): readonly FilledRow[] {
  const names = Object.keys(filters);
  const all = 2 ** names.length - 1;
  const masks = Array.from({ length: all + 1 }, (_, mask) => mask);
  const fits = (mask: number, name: string) => ((mask >> names.indexOf(name)) & 1) === 1;
  const sizeOf = (mask: number) => names.filter((name) => fits(mask, name)).length;
  return masks
    .toSorted((one, other) => sizeOf(other) - sizeOf(one))
    .flatMap((mask) => {
      const row = Object.fromEntries(
        Object.entries(filters).map(([name, [asked, other]]) => [name, fits(mask, name) ? asked : other]),
      );
      const isFew = mask === all || rare.some((name) => fits(mask, name));
      return Array.from({ length: isFew ? needles : hay }, () => row);
    });
}
