import type { DiscrepancyType } from "@compose-pay/domain";
import type { RowDataPacket } from "mysql2";
import type { Connection } from "../connection.ts";
import { and, asc, eq, gt, or } from "../drizzle.ts";
import { clientOf } from "../sessions.ts";
import { readMoment } from "../statements/moment-text.ts";
import { discrepancies } from "../tables/index.ts";
import type { DiscrepancyRow } from "./discrepancies.ts";

/** The open ones of a type, oldest first, behind `after`. */
export async function listOpenDiscrepancies(
  connection: Connection,
  page: {
    readonly type: DiscrepancyType;
    readonly after: Pick<DiscrepancyRow, "foundAt" | "id"> | null;
    readonly limit: number;
  },
): Promise<DiscrepancyRow[]> {
  const { state, type, foundAt, id } = discrepancies;
  const { after } = page;
  return connection
    .select()
    .from(discrepancies, { forceIndex: "discrepancies_type" })
    .where(
      and(
        eq(state, "open"),
        eq(type, page.type),
        after === null
          ? undefined
          : or(gt(foundAt, after.foundAt), and(eq(foundAt, after.foundAt), gt(id, after.id))),
      ),
    )
    .orderBy(asc(foundAt), asc(id))
    .limit(page.limit);
}

/** How many are counted of a type at the most: more is a bad day in any case. */
export const mostCountedDiscrepancies = 1_000;

export interface OpenDiscrepancies {
  readonly type: DiscrepancyType;
  /** `mostCountedDiscrepancies` at the most. */
  readonly count: number;
  /** When the oldest of them was found; null where there is none. */
  readonly oldestFoundAt: Date | null;
}

/** Open discrepancies by type, along the index of their type; a type that has none counts 0. */
export async function countOpenDiscrepancies(
  connection: Connection,
  types: readonly DiscrepancyType[],
): Promise<readonly OpenDiscrepancies[]> {
  const counted: OpenDiscrepancies[] = [];
  for (const type of types) {
    const [[row]] = await clientOf(connection).query<RowDataPacket[]>(
      `SELECT COUNT(*) AS found, MIN(found_at) AS oldest FROM (
         SELECT found_at FROM discrepancies FORCE INDEX (discrepancies_type)
         WHERE state = 'open' AND type = ? ORDER BY found_at, id LIMIT ?) AS counted`,
      [type, mostCountedDiscrepancies],
    );
    const oldest: unknown = row?.["oldest"];
    const oldestFoundAt = typeof oldest === "string" ? readMoment(oldest) : null;
    counted.push({ type, count: Number(row?.["found"] ?? 0), oldestFoundAt });
  }
  return counted;
}
