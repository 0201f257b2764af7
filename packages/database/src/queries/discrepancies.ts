import type { Connection } from "../connection.ts";
import { eq, sql } from "../drizzle.ts";
import { type NewDiscrepancy, rememberRaised } from "../raised-discrepancies.ts";
import { prepareSelect } from "../statements/prepare-select.ts";
import { updateRow } from "../statements/update-row.ts";
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

const selectForUpdate = prepareSelect((builder) =>
  builder
    .select()
    .from(discrepancies, { forceIndex: "PRIMARY" })
    .where(eq(discrepancies.id, sql.placeholder("id")))
    .for("update"),
);

/** Locks the discrepancy until the transaction ends; the payment that it is about is locked before it. */
export async function lockDiscrepancy(transaction: Connection, id: string): Promise<DiscrepancyRow | null> {
  const [row] = await selectForUpdate(transaction, { id });
  return row ?? null;
}

const update = updateRow(discrepancies);

/** What people and the repair write; what was found never changes. */
export type DiscrepancyChange = Partial<
  Pick<
    DiscrepancyRow,
    "state" | "resolution" | "reason" | "resolvedBy" | "approvedBy" | "outcome" | "decidedAt" | "resolvedAt"
  >
>;

/** Writes only while the discrepancy still has the state it was read with; true when it did. */
export async function updateDiscrepancy(
  connection: Connection,
  expected: Pick<DiscrepancyRow, "id" | "state">,
  change: DiscrepancyChange,
): Promise<boolean> {
  return update(connection, { id: expected.id, state: expected.state }, change);
}
