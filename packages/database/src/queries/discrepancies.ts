import type { Connection } from "../connection.ts";
import { and, desc, eq, lt, or } from "../drizzle.ts";
import { type NewDiscrepancy, rememberRaised } from "../raised-discrepancies.ts";
import { discrepancies } from "../tables/index.ts";

export type DiscrepancyRow = typeof discrepancies.$inferSelect;

/** Raised once for each (account, type, attempt, refund); the first evidence stays. */
export async function insertDiscrepancy(transaction: Connection, row: NewDiscrepancy): Promise<void> {
  await transaction
    .insert(discrepancies)
    .values(row)
    .onDuplicateKeyUpdate({ set: { type: row.type } });
  // The count of affected rows is 1 in both cases, since the driver asks for found rows.
  if ((await findDiscrepancy(transaction, row.id)) !== null) rememberRaised(transaction, row);
}

export async function findDiscrepancy(connection: Connection, id: string): Promise<DiscrepancyRow | null> {
  const [row] = await connection.select().from(discrepancies).where(eq(discrepancies.id, id));
  return row ?? null;
}

export interface DiscrepancyFilter {
  readonly state: DiscrepancyRow["state"];
  readonly type?: DiscrepancyRow["type"] | undefined;
  /** The page starts behind it. */
  readonly after?: Pick<DiscrepancyRow, "foundAt" | "id"> | undefined;
  readonly limit: number;
}

/** Newest first, by (found_at, id), which is the order of the index behind its state. */
export async function listDiscrepancies(
  connection: Connection,
  { state, type, after, limit }: DiscrepancyFilter,
): Promise<DiscrepancyRow[]> {
  const { foundAt, id } = discrepancies;
  return connection
    .select()
    .from(discrepancies)
    .where(
      and(
        eq(discrepancies.state, state),
        type === undefined ? undefined : eq(discrepancies.type, type),
        after === undefined
          ? undefined
          : or(lt(foundAt, after.foundAt), and(eq(foundAt, after.foundAt), lt(id, after.id))),
      ),
    )
    .orderBy(desc(foundAt), desc(id))
    .limit(limit);
}
