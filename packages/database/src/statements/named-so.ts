import type { Column } from "drizzle-orm";
import { and, gt, gte, like, or } from "../drizzle.ts";

/** Where in a list by (name, id) a page begins. */
export interface NamePlace {
  readonly name: string;
  readonly id: string;
}

/** A page of those whose name begins so. */
export interface NameSearch {
  /** As it is written: capitals and small letters differ. */
  readonly prefix: string;
  /** The page starts behind it. */
  readonly after?: NamePlace | undefined;
  readonly limit: number;
}

/** Holds for the rows of a search; an index on name and id answers it, in this order. */
export function namedSo(
  { name, id }: { readonly name: Column; readonly id: Column },
  { prefix, after }: NameSearch,
) {
  const literally = prefix.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
  const isBehind =
    after === undefined ? undefined : and(gte(name, after.name), or(gt(name, after.name), gt(id, after.id)));
  return and(like(name, `${literally}%`), isBehind);
}
